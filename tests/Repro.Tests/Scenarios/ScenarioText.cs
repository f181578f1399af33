using Repro.Scenarios;

namespace Repro.Tests.Scenarios;

/// <summary>Scenarios as their users type them.</summary>
internal static class ScenarioText
{
    public const string File = "test.yaml";

    /// <summary>A scenario that must be free of errors.</summary>
    public static Scenario Parse(string yaml, params string[] settings)
    {
        var (scenario, diagnostics) = ScenarioFile.Parse(yaml, File, settings);
        Assert.Empty(diagnostics);
        return scenario;
    }

    /// <summary>What is wrong with a text, as <c>line:column: message</c>.</summary>
    public static IReadOnlyList<string> Errors(string yaml) =>
        [.. ScenarioFile.Parse(yaml, File).Diagnostics.Select(diagnostic => diagnostic.ToString()[(File.Length + 1)..])];

    /// <summary>The only thing that is wrong with a text.</summary>
    public static string Error(string yaml) => Assert.Single(Errors(yaml));

    /// <summary>All that was understood of a scenario.</summary>
    public static string Canonical(Scenario scenario) => ScenarioFile.ToJson(scenario).ToJsonString();
}
