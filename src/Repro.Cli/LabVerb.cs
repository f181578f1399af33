using System.CommandLine;

namespace Repro.Cli;

/// <summary><c>repro lab</c>: the lab by hand.</summary>
internal static class LabVerb
{
    public static Command Create() => new("lab", "The lab by hand: a compose file, and the nodes in its containers.")
    {
        LabExportVerb.Create(),
        LabNodeVerb.CreateClient(),
        LabNodeVerb.CreateProxy(),
        LabNodeVerb.CreateBackend(),
    };
}
