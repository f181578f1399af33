using System.CommandLine;
using Repro.Labs.Docker;
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
        var time = TimeProvider.System;
        return Node.Run(
            arguments.Contains(ContainedHost.Mark) ? ContainedHost.SetUp(Console.In, Console.Out, time) : Console.In, output, time);
    }
}
