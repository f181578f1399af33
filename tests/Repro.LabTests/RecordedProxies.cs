namespace Repro.LabTests;

/// <summary>A scenario of proxies that are programs of their own, that was run once.</summary>
/// <param name="name">What its file is called.</param>
/// <param name="scenario">Its text.</param>
public abstract class RecordedProxies(string name, string scenario) : RecordedScenario
{
    /// <summary>Skips a test, or fails it, where a part that the run needs is missing.</summary>
    internal static async Task RequireAllAsync()
    {
        await Requirement.NetnsAsync();
        Requirement.Proxies();
    }

    protected override string ScenarioFile(string folder)
    {
        var file = Path.Combine(folder, $"{name}.yaml");
        File.WriteAllText(file, scenario);
        return file;
    }

    protected override Task RequireAsync() => RequireAllAsync();
}
