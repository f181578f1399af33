using Repro.Cli;
using Repro.Labs;
using Repro.Labs.Netns;

if (TightLimits.RefuseFewFiles())
{
    return ExitCode.NoLab;
}

RuntimeDiagnostics.TurnOff();
StandardStreams.Take();
var lastResort = new LastResort(args, Console.Error);
lastResort.Watch();

// A node starts in every host of every case: it goes past the parser, which costs more than its own start.
return Sandbox.MarkExitCode(await lastResort.RunAsync(() => args is [NodeVerb.Name, ..]
    ? Task.FromResult(NodeVerb.Run(args))
    : Verbs.InvokeAsync(Verbs.Create(args), args)));
