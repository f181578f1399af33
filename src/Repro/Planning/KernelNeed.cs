namespace Repro.Planning;

/// <summary>Something that not every kernel has.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">A sysctl by the kernel's name, or a socket option by that of ip(7).</param>
/// <param name="Absence">What to say where it is missing; follows the name.</param>
public sealed record KernelNeed(NeedKind Kind, string Name, string Absence)
{
    /// <summary>The socket option that leaves the port of a bound address to connect().</summary>
    public const string BindAddressNoPort = "IP_BIND_ADDRESS_NO_PORT";

    /// <summary>The socket option that gives a socket a port range of its own.</summary>
    public const string LocalPortRange = "IP_LOCAL_PORT_RANGE";

    /// <summary>Why a case can't run, for people.</summary>
    public string Reason => $"{Name} {Absence}";
}

/// <summary>Kinds of <see cref="KernelNeed"/>.</summary>
public enum NeedKind
{
    /// <summary>A file below /proc/sys.</summary>
    Sysctl,

    /// <summary>An option of level IPPROTO_IP that setsockopt(2) takes.</summary>
    SocketOption,
}
