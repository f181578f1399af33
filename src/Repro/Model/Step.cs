namespace Repro.Model;

/// <summary>What is changed at a moment of the load, as people do in an incident, and as backends do that fail.</summary>
internal sealed record Step
{
    /// <summary>When, since the load started.</summary>
    public TimeSpan At { get; init; }

    /// <summary>Sysctls that every client is given.</summary>
    public Sysctls Clients { get; init; } = Sysctls.None;

    /// <summary>Sysctls that the proxy is given.</summary>
    public Sysctls Proxy { get; init; } = Sysctls.None;

    /// <summary>Sysctls that every backend is given.</summary>
    public Sysctls Backends { get; init; } = Sysctls.None;

    /// <summary>What becomes of the backends' programs.</summary>
    public BackendState State { get; init; }

    /// <summary>Whether it changes anything.</summary>
    public bool ChangesNothing => SetsNothing && State == BackendState.Same;

    /// <summary>Whether it gives no host a sysctl.</summary>
    public bool SetsNothing => SysctlsOf().All(sysctls => sysctls.Values.Count == 0);

    /// <summary>What hosts of a role are given.</summary>
    public Sysctls SysctlsOf(HostRole role) => role switch
    {
        HostRole.Client => Clients,
        HostRole.Proxy => Proxy,
        HostRole.Backend => Backends,
        _ => Sysctls.None,
    };

    /// <summary>What hosts of any role are given.</summary>
    public IEnumerable<Sysctls> SysctlsOf() => [Clients, Proxy, Backends];
}

/// <summary>What becomes of the backends' programs at a step.</summary>
internal enum BackendState
{
    /// <summary>What it was before.</summary>
    Same,

    /// <summary>They end, as when they are killed: nobody listens, and connections are closed.</summary>
    Down,

    /// <summary>They are started again.</summary>
    Up,
}

/// <summary>All steps of a load, in the order of their moments; two of the same steps are the same.</summary>
/// <param name="All">The steps.</param>
internal sealed record StepList(IReadOnlyList<Step> All)
{
    /// <summary>Nothing is changed.</summary>
    public static StepList None { get; } = new([]);

    /// <summary>Whether there is any.</summary>
    public bool Any => All.Count > 0;

    /// <summary>Whether any of them gives a host a value of a sysctl.</summary>
    public bool Sets(string sysctl) => All.Any(step => step.SysctlsOf().Any(sysctls => sysctls.Values.ContainsKey(sysctl)));

    /// <summary>Whether any of them ends the backends' programs.</summary>
    public bool TakesDown => All.Any(step => step.State == BackendState.Down);

    /// <inheritdoc/>
    public bool Equals(StepList? other) => other is not null && All.SequenceEqual(other.All);

    /// <inheritdoc/>
    public override int GetHashCode() => All.Aggregate(0, (hash, step) => HashCode.Combine(hash, step));
}

/// <summary>Conditions from one step to the next.</summary>
/// <param name="FromSeconds">Since when they are so, in seconds since the load started.</param>
/// <param name="Conditions">The conditions, without steps.</param>
/// <param name="IsDown">Whether the backends' programs have ended.</param>
internal sealed record Stage(double FromSeconds, Conditions Conditions, bool IsDown)
{
    /// <summary>The stages of conditions, the first from the start on.</summary>
    public static IReadOnlyList<Stage> Of(Conditions conditions)
    {
        var stages = new List<Stage> { new(0, conditions with { Steps = StepList.None }, false) };
        foreach (var step in conditions.Steps.All)
        {
            stages.Add(stages[^1].After(step));
        }

        return stages;
    }

    private Stage After(Step step) => new(
        step.At.TotalSeconds,
        Conditions with
        {
            Clients = Conditions.Clients with { Sysctls = Conditions.Clients.Sysctls.With(step.Clients) },
            Proxy = Conditions.Proxy with { Sysctls = Conditions.Proxy.Sysctls.With(step.Proxy) },
            Backends = Conditions.Backends with { Sysctls = Conditions.Backends.Sysctls.With(step.Backends) },
        },
        step.State switch { BackendState.Down => true, BackendState.Up => false, _ => IsDown });
}
