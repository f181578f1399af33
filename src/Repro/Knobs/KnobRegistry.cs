using Repro.Model;

namespace Repro.Knobs;

/// <summary>Every knob.</summary>
internal static class KnobRegistry
{
    private const string SysctlsOfAHost = ".sysctls.";

    /// <summary>
    /// All of them, in the order in which their evidence is read. Each shapes what those before it have made of the port model: who picks
    /// the port comes before the ports that can't be picked, and those before the ones that are filled.
    /// </summary>
    public static IReadOnlyList<Knob> All { get; } =
    [
        new LocalPorts(),
        new AutobindReuse(),
        new TimeWaitReuse(),
        new TimeWaitRecycle(),
        new AbortiveClose(),
        new FirstToClose(),
        new LateFin(),
        new NeverClosed(),
        new TimeWaitBuckets(),
        new FinTimeout(),
        new Destinations(),
        new OneHost(),
        new KeptConnections(),
        new IdleBackends(),
        new SocketRange(),
        new SourceBinding(),
        new TransparentSources(),
        new ReservedPorts(),
        new Retries(),
        new Prefill(),
        new NatPool(),
        new ChangesUnderLoad(),
        new ListeningServices(),
    ];

    /// <summary>What any of them may need from the kernel.</summary>
    public static IEnumerable<KernelNeed> Needs => All.Select(knob => knob.Need).OfType<KernelNeed>().Distinct();

    /// <summary>The one of a key, as a scenario writes it (<c>proxy.sysctls.net.ipv4.tcp_tw_reuse</c>); null for a key of none.</summary>
    public static Knob? Of(string key)
    {
        var sysctl = key.IndexOf(SysctlsOfAHost, StringComparison.Ordinal);
        var name = sysctl < 0 ? key : key[(sysctl + SysctlsOfAHost.Length)..];
        return All.FirstOrDefault(knob => knob.Keys.Contains(name));
    }

    /// <summary>What conditions need from the kernel.</summary>
    public static IEnumerable<KernelNeed> NeedsOf(Conditions conditions) =>
        All.Where(knob => knob.IsNeeded(conditions)).Select(knob => knob.Need!);
}
