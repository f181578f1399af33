using Repro.Labs.Netns;

namespace Repro.Doctor;

/// <summary>What the lab of namespaces stands on.</summary>
internal static class NamespaceExaminer
{
    private const string Group = "lab netns";
    private const string Lab = "netns";
    private const string Needed = "every run in this lab, which is the default";

    /// <summary>The parts, and whether a sandbox can be had.</summary>
    public static async Task<(IReadOnlyList<ExaminedPart> Parts, bool IsSandboxed)> ExamineAsync(CancellationToken cancellationToken)
    {
        var tools = Tool.Refusal() is { } missing && OperatingSystem.IsLinux()
            ? Part("tools", PartState.Missing, missing.Message, missing.Remedy)
            : Part("tools", PartState.Ok, string.Join(", ", Tool.Names));
        try
        {
            var options = await Sandbox.ProbeAsync(cancellationToken);
            var how = Sandbox.HasUserNamespace(options)
                ? $"{Environment.UserName} may make them, in a user namespace"
                : "root may make them";
            return ([tools, Part("namespaces", PartState.Ok, how), .. Limits()], true);
        }
        catch (ReproException refusal)
        {
            IReadOnlyList<ExaminedPart> parts = tools.State == PartState.Missing
                ? [tools, Part("namespaces", PartState.Missing, "can't be tried without these tools", tools.Remedy)]
                : [tools, Part("namespaces", PartState.Missing, refusal.Message, refusal.Remedy)];
            return (parts, false);
        }
    }

    private static IEnumerable<ExaminedPart> Limits()
    {
        yield return NamespaceRemedy.Low() is { } low
            ? new ExaminedPart(Group, "number of namespaces", PartState.Limited, low.Found, "a namespace for each host", low.Remedy)
            : new ExaminedPart(Group, "number of namespaces", PartState.Ok, "enough", "a namespace for each host");
    }

    private static ExaminedPart Part(string name, string state, string found, string? remedy = null) =>
        new(Group, name, state, found, Needed, remedy) { RequiredBy = [Lab] };
}
