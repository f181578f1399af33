using Repro.Model;

namespace Repro.Knobs;

/// <summary>What is changed in the course of the load.</summary>
internal sealed class ChangesUnderLoad : Knob
{
    // In seconds. What was asked for at a moment came then, or what came of it is told of another.
    private const double MostLate = 0.1;

    // Moments are told by the millisecond.
    private static readonly TimeSpan Closest = TimeSpan.FromMilliseconds(1);

    public override string Id => "changes-under-load";

    public override IReadOnlyList<string> Keys { get; } = ["steps"];

    public override string ProvenBy => "each host says when it did its step, and each sysctl reads back as it was set then";

    public override string Cost => "nothing of its own: each sysctl has its knob's";

    public override string Risk => "what is in use when a sysctl changes stays as it is: a wider range helps at once, other sysctls only "
        + "what comes after";

    public override IEnumerable<string> Refusals(Conditions conditions)
    {
        if (!conditions.Steps.Any)
        {
            yield break;
        }

        var stages = Stage.Of(conditions);
        foreach (var (step, number) in conditions.Steps.All.Select((step, number) => (step, number)))
        {
            var problems = Problems(conditions, step, stages[number], stages[number + 1])
                .Concat(Doubled(step, conditions.Steps.All.Take(number)));
            foreach (var problem in problems)
            {
                yield return FormattableString.Invariant($"the step at {step.At.TotalSeconds:0.###} s: ") + problem;
            }
        }

        if (conditions.Load.Command is { } command)
        {
            yield return $"what {command.Name} (load.command) makes of a change nobody can ask it: leave steps or load.command out";
        }

        if (conditions.HasNat)
        {
            yield return "what a NAT makes of a change is not foreseen: leave steps or nat out";
        }
    }

    protected override IEnumerable<Evidence> Acts(Conditions conditions, IObserved observed)
    {
        foreach (var step in conditions.Steps.All)
        {
            foreach (var (role, hosts) in Hosts(conditions, step))
            {
                var done = observed.Steps.Where(one => one.At == step.At.TotalSeconds && one.Role == role).ToList();
                yield return Done(conditions, step, role, hosts, done);
            }
        }
    }

    private static Evidence Done(
        Conditions conditions, Step step, HostRole role, int hosts, List<ObservedStep> done)
    {
        var id = FormattableString.Invariant($"step-at-{step.At.TotalSeconds:0.###}s-{role.All()}");
        var at = FormattableString.Invariant($"at {step.At.TotalSeconds:0.##} s ");
        var asked = conditions.IsOneHost && role == HostRole.Backend ? Sysctls.None : step.SysctlsOf(role);
        var unlike = done.SelectMany(one => one.Sysctls).Where(sysctl => sysctl.Read != sysctl.Asked).ToList();
        var late = done.Count == 0 ? 0 : done.Max(one => one.DoneAt) - step.At.TotalSeconds;
        var problem = done.Count < hosts ? $"{done.Count} of {hosts} {role.All()} did their step"
            : done.Select(one => one.Problem).FirstOrDefault(text => text is not null) is { } text ? text
            : unlike.Count > 0 ? $"{unlike[0].Name} of the {role.All()} reads {unlike[0].Read ?? "nothing"}, not {unlike[0].Asked}"
            : late > MostLate ? FormattableString.Invariant($"the {role.All()} did their step {late:0.00} s late")
            : null;
        var what = asked.Values.Select(pair => $"{pair.Key} reads {pair.Value}")
            .Concat(role == HostRole.Backend && step.State != BackendState.Same
                ? [$"the backends were {(step.State == BackendState.Down ? "ended" : "started again")}"]
                : []);
        return new Evidence(id, problem is null, at + (problem ?? string.Join(", ", what)));
    }

    // Who has something to do, and how many they are.
    private static IEnumerable<(HostRole Role, int Hosts)> Hosts(Conditions conditions, Step step) =>
        from role in Roles(step)
        select (role, role switch
        {
            HostRole.Client => conditions.Clients.Count, HostRole.Backend => conditions.Backends.Count, _ => 1,
        });

    private static IEnumerable<HostRole> Roles(Step step) =>
        from role in (HostRole[])[HostRole.Client, HostRole.Proxy, HostRole.Backend]
        where step.SysctlsOf(role).Values.Count > 0 || (role == HostRole.Backend && step.State != BackendState.Same)
        select role;

    // What hosts say of a step they say by its moment.
    private static IEnumerable<string> Doubled(Step step, IEnumerable<Step> before) =>
        from role in Roles(step)
        where before.Any(other => (step.At - other.At).Duration() < Closest && Roles(other).Contains(role))
        select $"there is one of the {role.All()} at that moment already: write both as one, or the later one at a later moment";

    private static IEnumerable<string> Problems(Conditions conditions, Step step, Stage before, Stage after)
    {
        if (step.At >= conditions.Load.Duration)
        {
            yield return FormattableString.Invariant(
                $"the load is over by then; keep steps before load.duration ({conditions.Load.Duration.TotalSeconds:0.###} s)");
        }

        if (step.ChangesNothing)
        {
            yield return "it changes nothing: give clients, proxy or backends sysctls, or backends a state";
        }
        else if (step.State == BackendState.Same && before.Conditions == after.Conditions)
        {
            yield return "it changes nothing, as all that it sets is so already: give it other values, or leave it out";
        }

        if (!conditions.HasProxy && step.Proxy.Values.Count > 0)
        {
            yield return "there is no proxy (proxy.kind: none) whose sysctls could change: say it of clients";
        }

        if (conditions.IsOneHost && step.Backends.Values.Count > 0)
        {
            yield return "backends on the client's host have its sysctls: say it of clients";
        }

        // tcp_twsk_unique asks a TIME_WAIT whether its own connection had them, which was agreed on as that was opened.
        if (step.SysctlsOf().Any(sysctls => sysctls.Values.ContainsKey(Sysctls.TcpTimestampsKey)))
        {
            yield return $"which connections have timestamps is settled as they are opened, and what of those in TIME_WAIT may be reused "
                + $"after a change is not foreseen: set {Sysctls.TcpTimestampsKey} from the start, beside steps";
        }

        if (step.State != BackendState.Same && before.IsDown == after.IsDown)
        {
            yield return $"the backends are {(before.IsDown ? "down" : "up")} already; leave backends.state out";
        }

        // In use may be any of them, and what becomes of those nobody can tell before.
        foreach (var (role, old, set) in new[]
        {
            (HostRole.Client, before.Conditions.Clients.Sysctls, after.Conditions.Clients.Sysctls),
            (HostRole.Proxy, before.Conditions.Proxy.Sysctls, after.Conditions.Proxy.Sysctls),
        }.Where(host => !Contains(host.Item3, host.Item2)))
        {
            yield return $"the {role.All()} would have fewer ports than before, or others ({set.LocalPorts} after {old.LocalPorts}): "
                + "which of those that go are in use is not foreseen; let a new range have the old one in it";
        }

        var known = KnobRegistry.All.SelectMany(knob => knob.Refusals(before.Conditions)).ToHashSet();
        foreach (var refusal in KnobRegistry.All.SelectMany(knob => knob.Refusals(after.Conditions)).Where(text => !known.Contains(text)))
        {
            yield return refusal;
        }
    }

    private static bool Contains(Sysctls set, Sysctls old) => Ports(old).IsSubsetOf(Ports(set));

    private static HashSet<int> Ports(Sysctls sysctls)
    {
        var range = sysctls.LocalPorts;
        return [.. Enumerable.Range(range.Low, range.Size)
            .Where(port => !sysctls.ReservedPorts.Any(hole => port >= hole.Low && port <= hole.High))];
    }
}
