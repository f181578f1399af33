using System.CommandLine;
using Repro.Running;

namespace Repro.Cli;

/// <summary><c>repro node ROLE</c>: a role inside a host; hidden, as only the program itself starts it.</summary>
internal static class NodeVerb
{
    public const string Name = "node";

    public static Command Create() => new(Name, "A role inside a host.") { Hidden = true };

    public static int Run()
    {
        using var output = Console.OpenStandardOutput();
        return Node.Run(Console.In, output);
    }
}
