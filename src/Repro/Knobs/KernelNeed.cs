namespace Repro.Knobs;

/// <summary>Something that not every kernel has.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">A sysctl by the kernel's name, or a socket option by that of ip(7).</param>
/// <param name="Absence">What to say where it is missing; follows the name.</param>
/// <param name="Option">The number of a socket option, include/uapi/linux/in.h; 0 for a sysctl.</param>
public sealed record KernelNeed(NeedKind Kind, string Name, string Absence, int Option)
{
    /// <summary>The socket option that leaves the port of a bound address to connect().</summary>
    internal static KernelNeed BindAddressNoPort { get; } =
        SocketOption("IP_BIND_ADDRESS_NO_PORT", 24, "is not in this kernel (it came with Linux 4.2)");

    /// <summary>Why a case can't run, for people.</summary>
    public string Reason => $"{Name} {Absence}";

    internal static KernelNeed Sysctl(string name, string absence) => new(NeedKind.Sysctl, name, absence, 0);

    internal static KernelNeed SocketOption(string name, int number, string absence) => new(NeedKind.SocketOption, name, absence, number);
}

/// <summary>Kinds of <see cref="KernelNeed"/>.</summary>
public enum NeedKind
{
    /// <summary>A file below /proc/sys.</summary>
    Sysctl,

    /// <summary>An option of level IPPROTO_IP that sockets have.</summary>
    SocketOption,
}
