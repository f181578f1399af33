using System.CommandLine;

namespace Repro.Cli;

/// <summary><c>repro lab</c>: the lab by hand.</summary>
internal static class LabVerb
{
    public static Command Create() => new("lab", "The lab by hand: images, a compose file and the nodes in its containers, leftovers.")
    {
        LabImageVerb.Create(),
        LabExportVerb.Create(),
        LabPruneVerb.Create(),
        LabNodeVerb.CreateClient(),
        LabNodeVerb.CreateProxy(),
        LabNodeVerb.CreateBackend(),
        LabReapVerb.Create(),
    };
}
