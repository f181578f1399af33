using System.CommandLine;

namespace Repro.Cli;

/// <summary><c>repro lab</c>: the container lab by hand.</summary>
internal static class LabVerb
{
    public static Command Create() => new("lab", "The lab by hand: images, a compose file, leftovers.")
    {
        LabPruneVerb.Create(),
        LabReapVerb.Create(),
    };
}
