using System.Diagnostics;
using System.Globalization;
using Repro.Linux;
using Repro.Model;
using Repro.Sampling;

namespace Repro.Watching;

/// <summary>Looks at the network namespace that this process is in. It changes nothing there, and needs no privilege.</summary>
internal sealed class HostEye : IDisposable
{
    private const string ConntrackCount = "net.netfilter.nf_conntrack_count";
    private const string ConntrackMost = "net.netfilter.nf_conntrack_max";

    private readonly SocketDump dump = new();
    private readonly List<CounterSource> sources =
        [new("/proc/net/netstat", new CounterTable("TcpExt")), new("/proc/net/snmp", new CounterTable("Tcp"))];

    public HostEye()
    {
        if (File.Exists(ConntrackTable.File))
        {
            sources.Add(new CounterSource(ConntrackTable.File, new ConntrackTable()));
        }
    }

    /// <summary>Takes a look.</summary>
    /// <param name="withTimeWait">Whether at sockets in TIME_WAIT too: of the first of two looks only the others count.</param>
    /// <exception cref="IOException">The kernel does not tell.</exception>
    public HostLook Look(bool withTimeWait = true)
    {
        var sysctls = ReadSysctls();
        var counters = new Dictionary<string, long>();
        sources.ForEach(source => source.AddTo(counters));
        var seconds = (double)Stopwatch.GetTimestamp() / Stopwatch.Frequency;
        var sockets = new LookedSockets(sysctls);
        dump.Read(sockets.Add, withTimeWait ? null : TcpState.TimeWait);
        return sockets.ToLook(
            seconds, counters, Number(ConntrackCount) is { } count && Number(ConntrackMost) is { } most ? (count, most) : null);
    }

    public void Dispose()
    {
        dump.Dispose();
        sources.ForEach(source => source.Dispose());
    }

    private static Sysctls ReadSysctls()
    {
        var sysctls = Sysctls.None;
        foreach (var name in Sysctls.DecidingPorts)
        {
            if (SysctlFile.Read(name) is { Length: > 0 } value)
            {
                sysctls = sysctls.With(name, value);
            }
        }

        return sysctls;
    }

    private static long? Number(string sysctl) =>
        long.TryParse(SysctlFile.Read(sysctl), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
