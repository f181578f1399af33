using System.CommandLine;
using Repro.Labs;
using Repro.Nodes;

namespace Repro.Cli;

/// <summary><c>repro node ROLE</c>: a role inside a host; hidden, as only the program itself starts it.</summary>
internal static class NodeVerb
{
    public const string Name = "node";

    public static Command Create() => new(Name, "A role inside a host.") { Hidden = true };

    public static int Run(IReadOnlyList<string> arguments)
    {
        using var output = Console.OpenStandardOutput();
        return Node.Run(arguments.Contains(ContainedHost.Mark) ? ContainedHost.SetUp(Console.In, Console.Out) : Console.In, output);
    }
}
