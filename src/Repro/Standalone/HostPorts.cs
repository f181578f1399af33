using Repro.Linux;
using Repro.Model;
using Repro.Physics;

namespace Repro.Standalone;

/// <summary>What of this host decides which local ports connect() can have.</summary>
/// <param name="Sysctls">Its sysctls, as they are set.</param>
/// <param name="Listening">
/// Ports of the local range that somebody listens on. connect() passes over them whatever their address, as bind() has taken them
/// (fastreuse in __inet_hash_connect, net/ipv4/inet_hashtables.c). Docker's own DNS may have one in a container: it takes any port of the
/// default range before the container's sysctls are set.
/// </param>
internal sealed record HostPorts(Sysctls Sysctls, IReadOnlyList<int> Listening)
{
    private static readonly string[] Keys = [Sysctls.LocalPortRangeKey, Sysctls.LocalReservedPortsKey, Sysctls.TcpTwReuseKey];

    /// <summary>The sysctls, with the listeners' ports among those that are reserved.</summary>
    public Sysctls Effective => Listening.Count == 0
        ? Sysctls
        : Sysctls.With(
            Sysctls.LocalReservedPortsKey,
            PortRanges.FormatList(Sysctls.ReservedPorts.Concat(Listening.Select(port => new PortRange(port, port)))));

    /// <summary>As they are now.</summary>
    /// <exception cref="IOException">The kernel refused.</exception>
    public static HostPorts Read()
    {
        var sysctls = Keys
            .Select(key => (Key: key, Value: SysctlFile.Read(key)))
            .Where(sysctl => sysctl.Value is not null)
            .Aggregate(Sysctls.None, (read, sysctl) => read.With(sysctl.Key, sysctl.Value!));
        return new HostPorts(sysctls, ListenerTable.InLocalRange());
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var set = string.Join(", ", Sysctls.Values.Where(pair => pair.Value.Length > 0).Select(pair => $"{pair.Key} = {pair.Value}"));
        return Listening.Count == 0 ? set : $"{set}; somebody listens on {string.Join(", ", Listening)}, which connect() passes over";
    }
}
