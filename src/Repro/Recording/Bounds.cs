using System.Globalization;
using Repro.Model;

namespace Repro.Recording;

/// <summary>
/// What the values of a run's files can be: wider than any run has them, and narrow enough that sums and charts of them hold.
/// </summary>
internal static class Bounds
{
    private const double MostSeconds = 1e6;
    private const double MostPredicted = 1e10;
    private const double MostPerSecond = 1e10;
    private const long MostInBin = 10_000_000;
    private const long MostInRun = 1_000_000_000;
    private const long MostPorts = 1_000_000_000;
    // Of one host in one state: tcp_max_tw_buckets of a large machine is a few hundred thousand.
    private const int MostSockets = 10_000_000;
    // A scenario has half of them at the most.
    private const int MostTuples = 8192;
    private const double LeastPerSecond = 1e-6;
    private const int LongestText = 1024;
    private const long MostOfCounter = 1_000_000_000_000;
    private const long MostNanoseconds = 10_000_000_000_000_000;
    private const int MostOfTuple = ushort.MaxValue;
    private const int LongestName = 128;

    private static readonly Dictionary<string, long> NoCounts = [];
    private static readonly Dictionary<TcpState, int> NoStates = [];

    public static void Check(RunFile file)
    {
        Within("format", file.Format, 1, RunFile.CurrentFormat);
        Within("machine.hertz", file.Machine.Hertz, 1, 100_000);
        Within("machine.processors", file.Machine.Processors, 1, 1_000_000);
        Within("machine.timeWaitSeconds", file.Machine.TimeWaitSeconds ?? 1, 0.001, MostSeconds);
        Within("machine.cpuSecondsPerRequest", file.Machine.CpuSecondsPerRequest ?? 0, 0, MostSeconds);
        Require(file.Goal is "onset" or "threshold", "goal", file.Goal, "onset or threshold");
        Name("name", file.Name);
        Unique("cases", file.Cases, CaseId.IsOne, "the name of a case, without anything that leads elsewhere");
    }

    public static void Check(CaseFile file)
    {
        Require(CaseId.IsOne(file.Id), "id", file.Id, "the name of a case, without anything that leads elsewhere");
        Short("mitigation", file.Mitigation);
        Short("label", file.Label);
        Short("point", file.Point);
        Within("offeredPerSecond", file.OfferedPerSecond, 1e-6, MostPerSecond);
        Within("durationSeconds", file.DurationSeconds, 1e-6, MostSeconds);
        Within("requests", file.Requests, 0, MostInRun);
        Within("binSeconds", file.BinSeconds, 0.01, 10);
        Within("samplesPerSecond", file.SamplesPerSecond, 1, 1000);
        Within("timeWaitRecycled", file.TimeWaitRecycled ?? 0, 0, MostInRun);
        foreach (var (index, expectation) in (file.Expectations ?? []).Index())
        {
            Short($"expectations[{index}].figure", expectation.Figure);
            Short($"expectations[{index}].expected", expectation.Expected);
            Within($"expectations[{index}].line", expectation.Line, 0, MostInRun);
            Within($"expectations[{index}].column", expectation.Column, 0, MostInRun);
        }

        if (file.Restarts is { } restarts)
        {
            Within("restarts.services", restarts.Services, 1, MostTuples * ushort.MaxValue);
            Within("restarts.inRange", restarts.InRange, 0, restarts.Services);
            Within("restarts.count", restarts.Count, 0, MostInRun);
            Within("restarts.takenShare", restarts.TakenShare ?? 0, 0, 1);
            Within("restarts.leastTakenShare", restarts.LeastTakenShare ?? 0, 0, 1);
            Within("restarts.mostTakenShare", restarts.MostTakenShare ?? 0, 0, 1);
        }

        Require(file.Hops.Count > 0, "hops", "empty", "the legs of a request's way");
        foreach (var (index, hop) in file.Hops.Index())
        {
            Require(HostRoles.OpenerOf(hop.Name) is not null, $"hops[{index}].name", hop.Name, "the name of a hop, like proxy→backends");
            Check(hop, $"hops[{index}]");
        }

        Require(
            file.Hops.Any(hop => hop.Opener == HostRole.Client),
            "hops",
            $"without one that {HostRole.Client.All()} opens",
            "the legs of a request's way");
        Require(
            file.Hops.Any(hop => HostRoles.AcceptorOf(hop.Name) == HostRole.Backend),
            "hops",
            $"without one to the {HostRole.Backend.All()}",
            "the legs of a request's way");
        Unique(
            "hosts", [.. file.Hosts.Select(host => host.Name)], name => HostRoles.Of(name) is not null,
            "the name of a host, like client-1");
        Require(
            file.HasProxy || file.Hosts.All(host => host.Role != HostRole.Proxy),
            "hops",
            $"without one that {HostRole.Proxy.All()} opens",
            "the legs of a request's way");
        Require(
            file.HasNat || file.Hosts.All(host => host.Role != HostRole.Nat),
            "hops",
            $"without one that {HostRole.Nat.All()} opens",
            "the legs of a request's way");
        Require(
            file.Upstream.Opener != HostRole.Nat, "hops", $"with that of {HostRole.Nat.All()} first", "whoever opens it before");
    }

    public static void Check(CaseEnd end)
    {
        Within("droppedLines", end.DroppedLines, 0, MostOfCounter);
        foreach (var (key, facts) in new[] { ("proxy", end.Proxy), ("clients", end.Clients) })
        {
            Within($"{key}.prefilled", facts?.Prefilled ?? 0, 0, MostPorts);
            Within($"{key}.prefillSeconds", facts?.PrefillSeconds ?? 0, 0, MostSeconds);
        }

        foreach (var (index, clock) in (end.Clocks ?? []).Index())
        {
            Require(HostRoles.Of(clock.Host) is not null, $"clocks[{index}].host", clock.Host, "the name of a host, like client-1");
            Within($"clocks[{index}].offsetSeconds", clock.OffsetSeconds, -MostPredicted, MostPredicted);
            Within($"clocks[{index}].boundSeconds", clock.BoundSeconds, 0, MostPredicted);
        }

        foreach (var (index, step) in (end.Steps ?? []).Index())
        {
            Require(HostRoles.Of(step.Host) is not null, $"steps[{index}].host", step.Host, "the name of a host, like client-1");
            Within($"steps[{index}].at", step.At, 0, MostSeconds);
            Within($"steps[{index}].doneAt", step.DoneAt, 0, MostSeconds);
        }

        foreach (var (index, command) in (end.Commands ?? []).Index())
        {
            Require(HostRoles.Of(command.Host) is not null, $"commands[{index}].host", command.Host, "the name of a host, like client-1");
            Within($"commands[{index}].seconds", command.Seconds, 0, MostSeconds);
        }

        if (end.Files is { } files)
        {
            foreach (var name in RunDirectory.RawNames)
            {
                Require(files.ContainsKey(name), "files", $"without {name}", "what was written of each raw file");
                Within($"files.{name}.lines", files[name].Lines, 0, MostOfCounter);
            }

            var restarts = files.GetValueOrDefault(RunDirectory.RestartsName)?.Lines ?? 0;
            Within($"files.{RunDirectory.RestartsName}.lines", restarts, 0, MostOfCounter);
        }
    }

    /// <param name="line">The line.</param>
    /// <param name="hosts">The hosts of its case.</param>
    public static void Check(TrafficLine line, IReadOnlySet<string> hosts)
    {
        Require(hosts.Contains(line.Host), "host", line.Host, "one of the case's hosts");
        Within("t", line.T, 0, MostSeconds);
        Within("due", line.Due, 0, MostInBin);
        Within("sent", line.Sent, 0, MostInBin);
        Within("unsent", line.Unsent, 0, MostInBin);
        Within("connects", line.Connects, 0, MostInBin);
        Within("attempts", line.Attempts, 0, MostInBin);
        Within("ok", line.Ok, 0, MostInBin);
        Counts("failed", line.Failed, 0, MostInBin);
        for (var index = 0; index < line.First?.Count; index++)
        {
            var failure = line.First[index];
            if (failure is not { T: >= 0 and <= MostSeconds, ConnectsBefore: >= 0 and <= MostInRun }
                || !IsName(failure.Outcome)
                || !IsName(failure.Towards))
            {
                throw new DamageException($"first[{index}] is not a failure: a moment, a kind, a destination and a count");
            }
        }

        Latency("lateness", line.Lateness);
        Latency("latency", line.Latency);
        Latency("connectLatency", line.ConnectLatency);
    }

    /// <param name="line">The line.</param>
    /// <param name="hosts">The hosts of its case.</param>
    public static void Check(RestartLine line, IReadOnlySet<string> hosts)
    {
        Require(hosts.Contains(line.Host), "host", line.Host, "one of the case's hosts");
        Within("t", line.T, 0, MostSeconds);
        Within("port", line.Port, 1, ushort.MaxValue);
        Require(line.Error is null || IsName(line.Error), "error", line.Error ?? "", "the name of an error");
    }

    /// <param name="line">The line.</param>
    /// <param name="hosts">The hosts of its case.</param>
    public static void Check(SocketsLine line, IReadOnlySet<string> hosts)
    {
        Require(hosts.Contains(line.Host), "host", line.Host, "one of the case's hosts");
        // Earlier versions took a host's first sample up to a millisecond before the load.
        Within("t", line.T, -0.001, MostSeconds);
        Within("timeWait", line.TimeWait, 0, MostSockets);
        Within("inUse", line.InUse, 0, MostSockets);
        Within("cpu", line.Cpu, 0, MostPerSecond);
        Within("machineBusy", line.MachineBusy ?? 0, 0, 1);
        Within("timeWaitLeft", line.TimeWaitLeft ?? 0, 0, MostSeconds);
        Within("dumpLate", line.DumpLate ?? 0, 0, MostSeconds);
        Within("costMicroseconds", line.CostMicroseconds, 0, MostPerSecond);
        // Some are no counts but states, and may fall.
        Counts("counters", line.Counters, -MostOfCounter, MostOfCounter);
        foreach (var (state, count) in line.States ?? NoStates)
        {
            Count("states", state.Name(), count, 0, MostSockets);
        }

        Within("tuples, their number,", line.Tuples?.Count ?? 0, 0, MostTuples);
        for (var index = 0; index < line.Tuples?.Count; index++)
        {
            var tuple = line.Tuples[index];
            if (tuple is not { Ports: >= 0 and <= MostOfTuple, Established: >= 0 and <= MostOfTuple, TimeWait: >= 0 and <= MostOfTuple }
                || !IsName(tuple.Source) || !IsName(tuple.Destination))
            {
                throw new DamageException($"tuples[{index}] is not a tuple: two addresses, and the ports between them");
            }
        }
    }

    private static void Check(HopFacts hop, string key)
    {
        Short($"{key}.name", hop.Name);
        Within($"{key}.portsPerTuple", hop.PortsPerTuple, 1, ushort.MaxValue);
        Within($"{key}.tuples", hop.Tuples, 1, MostPorts);
        Within($"{key}.capacityPorts", hop.CapacityPorts, 1, MostPorts);
        Within($"{key}.requestsPerConnection", hop.RequestsPerConnection, 1e-6, MostPredicted);
        Within($"{key}.holdSeconds", hop.HoldSeconds, 0, MostPredicted);
        Within($"{key}.thresholdPerSecond", hop.ThresholdPerSecond ?? LeastPerSecond, LeastPerSecond, MostPredicted);
        Within($"{key}.onsetSeconds", hop.OnsetSeconds ?? 0, 0, MostPredicted);
        Within($"{key}.kneeSeconds", hop.KneeSeconds ?? 0, 0, MostPredicted);
        Within($"{key}.safePerSecond", hop.SafePerSecond ?? LeastPerSecond, LeastPerSecond, MostPredicted);
        Within($"{key}.earliestOnsetSeconds", hop.EarliestOnsetSeconds ?? 0, 0, MostPredicted);
        Within($"{key}.latestOnsetSeconds", hop.LatestOnsetSeconds ?? 0, 0, MostPredicted);
        foreach (var (index, span) in (hop.Failing ?? []).Index())
        {
            Within($"{key}.failing[{index}].fromSeconds", span.FromSeconds, 0, MostSeconds);
            Within($"{key}.failing[{index}].untilSeconds", span.UntilSeconds ?? span.FromSeconds, span.FromSeconds, MostSeconds);
        }

        foreach (var (index, capacity) in (hop.CapacityAfterSteps ?? []).Index())
        {
            Within($"{key}.capacityAfterSteps[{index}]", capacity, 1, MostPorts);
        }
    }

    private static void Latency(string key, IReadOnlyList<Bucket>? buckets)
    {
        Require(buckets is null or { Count: > 0 }, key, "empty", "left out where there is none");
        for (var index = 0; index < buckets?.Count; index++)
        {
            var bucket = buckets[index];
            if (bucket is not { Nanoseconds: >= 0 and <= MostNanoseconds, Count: >= 1 and <= MostInBin })
            {
                throw new DamageException($"{key}[{index}] is not a bucket: nanoseconds, and a count");
            }
        }
    }

    private static void Counts(string key, IReadOnlyDictionary<string, long>? counts, long least, long most)
    {
        foreach (var (name, count) in counts ?? NoCounts)
        {
            Count(key, name, count, least, most);
        }
    }

    private static void Count(string key, string name, long count, long least, long most)
    {
        if (!IsName(name) || count < least || count > most)
        {
            throw Unfit($"{key}.{StrictJson.Shown(name)}", $"{count}", $"a number from {least} to {most} under a plain name");
        }
    }

    private static void Unique(string key, IReadOnlyList<string> names, Func<string, bool> isOne, string expected)
    {
        var seen = new HashSet<string>();
        foreach (var (index, name) in names.Index())
        {
            Require(isOne(name), $"{key}[{index}]", name, expected);
            Require(seen.Add(name), $"{key}[{index}]", name, "another than those before it");
        }
    }

    private static void Name(string key, string text) => Require(IsName(text), key, text, "a name of plain letters");

    private static void Short(string key, string text)
    {
        if (text.Length > LongestText)
        {
            throw new DamageException($"{key} has {text.Length} letters, and can have {LongestText}");
        }
    }

    private static bool IsName(string? text) =>
        text is { Length: > 0 and <= LongestName } && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    private static void Require(bool holds, string key, string value, string expected)
    {
        if (!holds)
        {
            throw Unfit(key, value, expected);
        }
    }

    private static DamageException Unfit(string key, string value, string expected) =>
        new($"{key} is {StrictJson.Shown(value)}, and should be {expected}");

    private static void Within(string key, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            throw new DamageException(
                string.Create(CultureInfo.InvariantCulture, $"{key} is {value:R}, and can be from {least:R} to {most:R}"));
        }
    }
}
