using Repro.Physics;
using Repro.Proxies;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>Whether a case says anything: it ran to its end, at the rate that it was to have, with its knobs as asked.</summary>
internal static class ValidityCheck
{
    /// <summary>Of what a load is to do, requests and restarts of services, how much it has to have done.</summary>
    public const double LeastShareDone = 0.99;

    private const double LeastShareOfSamples = 0.9;

    // Of a first failure, which is promised within as much; and in seconds, as a host gives a sign ten times a second.
    private const double PromisedShare = 0.01;
    private const double LeastStandstill = 0.1;

    // A client that stood still once catches up on a quarter of a second of requests, which is less of any load of some seconds; one that
    // was late with more than these was behind all along. On a quiet machine 99 of 100 are at most 0.3 ms late, at a load average of 20
    // at most 3 ms (docs/measured.md).
    private const double MostLate = 0.1;
    private const double MostShareLate = 0.1;

    // Dumps are due once a second; a whole one has been left out, or nearly.
    private const double MostBetweenDumps = 2;

    // In seconds: what is on its way when the load ends is no backlog.
    private const double Slack = 0.2;

    /// <summary>Why the case is invalid; empty for a valid one.</summary>
    public static IReadOnlyList<InvalidReason> Reasons(RecordedCase recorded, MeasuredFigures measured) =>
        recorded switch
        {
            // What is lost could be what decides.
            { Damage.Count: > 0 } => [.. Damage(recorded), .. Problems(recorded.End)],
            { End: null } => [new(InvalidReasonId.CutOff, "it was cut off before its end")],
            { End.Problems.Count: > 0 } => [.. Problems(recorded.End), .. Sysctls(recorded.File)],
            { End: { } end } => [.. All(recorded, end, measured)],
        };

    /// <summary>What of the case's files is missing, cut or changed.</summary>
    public static IEnumerable<InvalidReason> Damage(RecordedCase recorded) =>
        recorded.Damage.Select(text => new InvalidReason(InvalidReasonId.Damaged, text));

    private static IEnumerable<InvalidReason> Problems(CaseEnd? end) =>
        (end?.Problems ?? []).Select(text => new InvalidReason(InvalidReasonId.LabFailed, text));

    /// <summary>What of a valid case is not as undisturbed as it could be.</summary>
    public static IEnumerable<string> Remarks(RecordedCase recorded, MeasuredFigures measured) =>
        OwnLoad.Remarks(recorded, measured).Concat(Outages(recorded)).Concat(Held(recorded))
            .Concat(LateStandstill(recorded, measured))
            .Concat(LateDumps(recorded));

    private static IEnumerable<string> Held(RecordedCase recorded) => HeldOpen.Remark(recorded) is { } remark ? [remark] : [];

    // That they fail is what the step was for, and says nothing of ports.
    private static IEnumerable<string> Outages(RecordedCase recorded)
    {
        var failed = Outage.Failures(recorded).Where(pair => !PortFailure.In(recorded.File)(pair.Key)).ToList();
        if (failed.Count > 0)
        {
            var count = failed.Sum(pair => pair.Value);
            yield return $"{count} {Noun.Of(count, "request")} failed while the backends were down: "
                + string.Join(" and ", failed.Select(pair => pair.Key));
        }
    }

    // It has moved no first failure, and counts in the answers of the whole load.
    private static IEnumerable<string> LateStandstill(RecordedCase recorded, MeasuredFigures measured)
    {
        var file = recorded.File;
        var most = Math.Max(LeastStandstill, PromisedShare * file.DurationSeconds);
        var hosts = (measured.FirstFailureSeconds is { } first ? Standstill.Of(recorded, first, file.DurationSeconds) : [])
            .Where(still => still.Seconds - (1.0 / file.SamplesPerSecond) > most)
            .ToList();
        if (hosts.Count > 0)
        {
            yield return $"{StoodStill(hosts)}, after the first failure: the answers of the whole load are fewer by it";
        }
    }

    // What only dumps tell is known at its dumps alone.
    private static IEnumerable<string> LateDumps(RecordedCase recorded)
    {
        var end = recorded.File.DurationSeconds;
        var gaps = recorded.Sockets.Where(line => line.States is not null)
            .GroupBy(line => line.Host, line => Math.Clamp(line.T, 0, end))
            .Select(host => (Host: host.Key, Seconds: host.Prepend(0).Zip(host.Append(end), (last, next) => next - last).Max()))
            .Where(gap => gap.Seconds > MostBetweenDumps)
            .ToList();
        if (gaps.Count > 0)
        {
            yield return FormattableString.Invariant(
                $"all sockets of {string.Join(", ", gaps.Select(gap => gap.Host))} were not looked at for up to ")
                + FormattableString.Invariant($"{gaps.Max(gap => gap.Seconds):0.0} s, as nobody left the processor to that: peaks of ")
                + "ports and states in between are not known";
        }
    }

    private static string StoodStill(List<Standstill> hosts) => FormattableString.Invariant(
        $"{string.Join(", ", hosts.Select(still => still.Host))} stood still for up to {hosts.Max(still => still.Seconds):0.00} s, ")
        + FormattableString.Invariant($"from {hosts.Min(still => still.FromSeconds):0.00} s into the load{(hosts.Count > 1 ? " on" : "")}");

    private static IEnumerable<InvalidReason> All(RecordedCase recorded, CaseEnd end, MeasuredFigures measured)
    {
        var file = recorded.File;
        if (end.DroppedLines > 0)
        {
            yield return Starved(
                $"{end.DroppedLines} {Noun.Of(end.DroppedLines, "line")} of raw data {Noun.Were(end.DroppedLines)} lost: the machine was "
                + "too busy to take them");
        }

        // A client that has no ports left looks at all of them for each request, and falls behind for that reason.
        var fellOut = file.HasProxy ? null : measured.FirstFailureSeconds;
        var load = recorded.Load.Where(line => fellOut is null || line.T < fellOut).ToList();
        var sent = load.Sum(line => line.Sent);
        var due = fellOut is null ? file.Requests : load.Sum(line => line.Due);
        if (sent < due * LeastShareDone && !OwnLoad.IsOne(recorded))
        {
            yield return Starved($"{sent} of {due} {Noun.Of(due, "request")} {Noun.Were(sent)} sent: the machine was too busy");
        }

        // Requests of a burst are all due at once, and wait for each other.
        var late = CaseConditions.Of(file).Load.Arrivals == ArrivalKind.Bursts ? 0 : load.SelectMany(line => line.Lateness ?? [])
            .Where(bucket => bucket.Nanoseconds > MostLate * 1e9).Sum(bucket => bucket.Count);
        if (late > sent * MostShareLate)
        {
            yield return Starved(FormattableString.Invariant(
                $"{late} of {sent} {Noun.Of(sent, "request")} {Noun.Were(late)} sent more than {MostLate} s late: ")
                + "the machine was too busy");
        }

        // What a proxy has not taken by the end of the load is not counted as a failure yet, and would make the onset late.
        var opened = recorded.Load.Sum(line => line.Connects);
        var taken = recorded.Proxy.Where(line => line.T < file.DurationSeconds + Slack + Lateness(file)).Sum(line => line.Sent);
        if (file.HasProxy && taken < (opened * LeastShareDone) - 1)
        {
            yield return Starved(
                $"the proxy took {taken} of {opened} {Noun.Of(opened, "request")} by the end of the load: it was too busy");
        }

        foreach (var reason in OwnLoad.Ended(recorded, measured.FirstFailureSeconds)
            .Concat(Sysctls(file)).Concat(Samples(recorded)).Concat(Standstills(recorded, measured))
            .Concat(Clocks(recorded, end, measured)).Concat(Failures(recorded)).Concat(RestartAnalysis.Reasons(recorded)))
        {
            yield return reason;
        }
    }

    private static InvalidReason Starved(string text) => new(InvalidReasonId.Starved, text);

    private static double Lateness(CaseFile file) =>
        CaseConditions.Of(file) is var conditions && ProxyKinds.Of(conditions.Proxy).ReportsRequestsWhenTheyEnd
            ? conditions.Backends.Delay.TotalSeconds
            : 0;

    private static IEnumerable<InvalidReason> Sysctls(CaseFile file) =>
        from host in file.Hosts
        from sysctl in host.Sysctls
        where sysctl.Asked != sysctl.Read
        select new InvalidReason(InvalidReasonId.SysctlNotSet, sysctl.Read is null
            ? $"{host.Name}: this kernel has no {sysctl.Name}"
            : $"{host.Name}: {sysctl.Name} is {sysctl.Read}, not {sysctl.Asked} as asked");

    private static IEnumerable<InvalidReason> Samples(RecordedCase recorded)
    {
        // A dump that waits for the processor comes beside the samples, or does not.
        var taken = recorded.Sockets.Where(line => line.DumpLate is null).CountBy(line => line.Host).ToDictionary();
        var wanted = recorded.File.DurationSeconds * recorded.File.SamplesPerSecond;
        return from host in recorded.File.Hosts
               let count = taken.GetValueOrDefault(host.Name)
               where count < wanted * LeastShareOfSamples
               select Starved(
                   $"{host.Name}: {count} {Noun.Of(count, "sample")} of {wanted:0} {Noun.Were(count)} taken: the machine was too busy");
    }

    private static IEnumerable<InvalidReason> Clocks(RecordedCase recorded, CaseEnd end, MeasuredFigures measured)
    {
        var moment = measured.FirstFailureSeconds ?? recorded.File.Bottleneck.OnsetSeconds ?? recorded.File.DurationSeconds;
        var apart = (end.Clocks ?? []).Where(clock => clock.BoundSeconds > PromisedShare * moment).ToList();
        if (apart.Count > 0)
        {
            yield return new InvalidReason(InvalidReasonId.ClocksApart, FormattableString.Invariant(
                $"the {Noun.Of(apart.Count, "clock")} of {string.Join(", ", apart.Select(clock => clock.Host))} {Noun.Were(apart.Count)} ")
                + FormattableString.Invariant(
                    $"known to ±{apart.Max(clock => clock.BoundSeconds):0.000} s alone: a first failure may be off by as much"));
        }
    }

    // What comes after the first failure has moved it no more.
    private static IEnumerable<InvalidReason> Standstills(RecordedCase recorded, MeasuredFigures measured)
    {
        var file = recorded.File;
        var until = measured.FirstFailureSeconds ?? file.DurationSeconds;
        var most = Math.Max(
            LeastStandstill, PromisedShare * (measured.FirstFailureSeconds ?? Math.Min(until, file.Bottleneck.OnsetSeconds ?? until)));
        if (file.Restarts is not null && measured.FirstFailureSeconds is null)
        {
            // What restarts meet is a matter of how many connections there are, and not of when the first finds no port.
            most = Math.Max(most, CaseConditions.Of(file).Services.Restart.TotalSeconds);
        }

        var so = measured.FirstFailureSeconds is { } first
            ? FormattableString.Invariant($"the first failure, at {first:0.00} s, may have moved by as much")
            : "a first failure may have moved by as much";
        var hosts = Standstill.Of(recorded, 0, until).Where(still => still.Seconds - (1.0 / file.SamplesPerSecond) > most).ToList();
        if (hosts.Count > 0)
        {
            yield return new InvalidReason(InvalidReasonId.StoodStill, $"{StoodStill(hosts)}: {so}");
        }

        // What was sent late and caught up on has moved nothing; and requests of a burst wait for each other.
        if (hosts.Count == 0 && CaseConditions.Of(file).Load.Arrivals != ArrivalKind.Bursts
            && Jitter.Before(recorded, until) is var jitter && jitter.Seconds > most && jitter.T + jitter.Seconds > until - file.BinSeconds)
        {
            yield return new InvalidReason(
                InvalidReasonId.StoodStill,
                FormattableString.Invariant($"requests were held up for {jitter.Seconds:0.00} s, around {jitter.T:0.0} s into the load, ")
                    + FormattableString.Invariant($"and no host's samples say where: {so}"));
        }
    }

    private static IEnumerable<InvalidReason> Failures(RecordedCase recorded)
    {
        var isOfPorts = PortFailure.In(recorded.File);
        foreach (var (outcome, count) in Outage.OtherFailures(recorded).Where(pair => !isOfPorts(pair.Key)))
        {
            yield return new InvalidReason(
                InvalidReasonId.FailedOtherwise,
                $"{count} {Noun.Of(count, "request")} failed for another reason than ports: {outcome}{FailureCause.Of(recorded, outcome)}");
        }

        foreach (var evidence in EvidenceList.Of(recorded).Where(evidence => evidence is { Acted: false, IsSysctl: false }))
        {
            yield return new InvalidReason(InvalidReasonId.KnobDidNotAct, $"a knob did not act: {evidence.Text}");
        }

        if (recorded.End?.Openers?.PrefillProblem is { } problem)
        {
            yield return new InvalidReason(InvalidReasonId.PrefillFailed, $"ports could not be filled before the load: {problem}");
        }
    }
}
