using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Repro.Proxies;
using Repro.Recording;
using Repro.Sampling;
using Repro.Traffic;

namespace Repro.Nodes;

/// <summary>
/// A role inside a host, with the host's sampler: <c>repro node</c>. The first line of standard input is its <see cref="NodeSpec"/>;
/// then <c>prefill</c> (whoever opens connections to the backends), <c>clock</c>, <c>start N</c> (nanoseconds of its CLOCK_MONOTONIC) and
/// <c>stop</c>. The end of the input
/// stops it too, so that no node outlives its run. Standard output carries <see cref="NodeLine"/>s.
/// </summary>
public static class Node
{
    /// <summary>Width of the bins of its traffic, in seconds.</summary>
    internal const double BinSeconds = TrafficRecorder.BinNanoseconds / 1e9;

    /// <summary>Samples that it takes in a second.</summary>
    internal const int SamplesPerSecond = HostSampler.SamplesPerSecond;

    internal const string StartCommand = "start";
    internal const string PrefillCommand = "prefill";
    internal const string ClockCommand = "clock";
    internal const string StopCommand = "stop";

    /// <summary>Runs until it is stopped.</summary>
    /// <param name="input">What it is told.</param>
    /// <param name="output">Takes what it says.</param>
    /// <param name="time">The clock.</param>
    public static int Run(TextReader input, Stream output, TimeProvider time) => Run(input, output, time, WarmUp.Run);

    /// <param name="input">As above.</param>
    /// <param name="output">As above.</param>
    /// <param name="time">As above.</param>
    /// <param name="warmUp">Done before it is ready.</param>
    internal static int Run(TextReader input, Stream output, TimeProvider time, Action<NodeSpec, HostSampler> warmUp)
    {
        // Ctrl-C, a closed terminal and timeout(1) reach the whole group of processes; the run decides when a node ends.
        using var interrupt = Ignore(PosixSignal.SIGINT);
        using var hangup = Ignore(PosixSignal.SIGHUP);
        using var termination = Ignore(PosixSignal.SIGTERM);
        var spec = Specification(input);
        using var writer = new LineWriter(output);
        if (spec.Role == NodeSpec.SurveyRole)
        {
            writer.Write(new NodeLine { Survey = Survey.Take() });
            return 0;
        }

        var sampler = new HostSampler(
            spec.Host,
            spec.SamplingPhase,
            sockets => writer.Write(new NodeLine { Sockets = sockets }),
            spec is { LogOf: null, Command: null } ? () => Environment.CpuUsage.TotalTime : new NeighbourCpu().Read,
            tracks: spec.Nat is not null);
        warmUp(spec, sampler);
        var recorder = new TrafficRecorder(spec.Host, traffic => writer.Write(new NodeLine { Traffic = traffic }));
        using var activeOpens = new KernelCounter("/proc/net/snmp", "Tcp", "ActiveOpens");
        using var role = spec switch
        {
            { LogOf: { } kind } => new ProxyLogReader(ProxyKinds.Of(kind).Program!.OpenLog(), recorder, activeOpens.Read, time),
            { Command: { } command } => new CommandClient(spec.Host, command, recorder, activeOpens.Read, writer.Write),
            _ => Role(spec, recorder),
        };
        using var services = spec.Services is { } beside
            ? new ServicesRole(spec.Host, beside, restart => writer.Write(new NodeLine { Restart = restart }))
            : null;
        using (sampler)
        using (services is null ? null : new RoleThread(services, services.Run))
        using (new RoleThread(role, () =>
        {
            role.Run();
            writer.Write(new NodeLine { Done = true });
        }))
        using (var steps = new StepThread(spec.Host, spec.Steps, role, step => writer.Write(new NodeLine { Step = step })))
        {
            writer.Write(new NodeLine { Ready = NodeClock.Name });
            Obey(
                input,
                nanoseconds =>
                {
                    role.Start(nanoseconds);
                    services?.Start(nanoseconds);
                    sampler.Start(nanoseconds);
                    steps.Start(nanoseconds);
                },
                writer,
                () => OpenerSetup.Run(spec, time));
        }

        writer.Write(new NodeLine { End = new NodeEnd(writer.Dropped + role.Lost) });
        return 0;
    }

    private static NodeSpec Specification(TextReader input)
    {
        var wrong = "";
        try
        {
            if (input.ReadLine() is { } line && JsonSerializer.Deserialize(line, NodeJson.Default.NodeSpec) is { } spec)
            {
                return spec;
            }
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            wrong = $": {exception.Message}";
        }

        throw new ReproException(
            FailureKind.BadInput, $"a node needs its specification on standard input{wrong}", "Nodes are started by repro run.");
    }

    private static PosixSignalRegistration Ignore(PosixSignal signal) =>
        PosixSignalRegistration.Create(signal, context => context.Cancel = true);

    private static void Obey(TextReader input, Action<long> start, LineWriter writer, Func<OpenerFacts> prefill)
    {
        while (input.ReadLine() is { } line && line != StopCommand)
        {
            var words = line.Split(' ');
            if (line == PrefillCommand)
            {
                writer.Write(new NodeLine { Opener = prefill() });
            }
            else if (line == ClockCommand)
            {
                writer.Write(new NodeLine { Clock = EventLoop.Now });
            }
            else if (words is [StartCommand, var moment])
            {
                start(long.Parse(moment, CultureInfo.InvariantCulture));
            }
        }
    }

    internal static IRole Role(NodeSpec spec, TrafficRecorder recorder) => spec switch
    {
        { Client: { } client } => new Client(client, recorder),
        { Proxy: { } proxy } => new Proxy(proxy, recorder),
        { Nat: { } nat } => new NatRole(nat),
        { Backend: { } backend } => new Backend(backend),
        _ => throw new ReproException(FailureKind.BadInput, $"{spec.Host} has no role", "Nodes are started by repro run."),
    };
}
