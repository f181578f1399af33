using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace Repro.Linux;

/// <summary>Gives an interface more IPv4 addresses, each under an alias of its own (netdevice(7)); needs CAP_NET_ADMIN.</summary>
internal static partial class InterfaceAddress
{
    private const nuint SetAddress = 0x8916; // SIOCSIFADDR
    private const nuint SetNetmask = 0x891c; // SIOCSIFNETMASK
    private const int NameSize = 16; // IFNAMSIZ, with its zero
    private const int RequestSize = 40; // struct ifreq

    /// <summary>Adds an address.</summary>
    /// <param name="alias">Interface and a number that no other address of it has, as in <c>eth0:1</c>.</param>
    /// <param name="address">The address.</param>
    /// <param name="prefixLength">Length of the network's prefix, 0–32.</param>
    /// <returns>The name of the error, or null.</returns>
    public static string? Add(string alias, IPAddress address, int prefixLength)
    {
        using var socket = new Descriptor(SocketCalls.Open(SocketCalls.AddressFamilyInet, SocketCalls.Stream | SocketCalls.CloseOnExec, 0));
        // The address first: the alias comes with it, and with the netmask of its class.
        return Call(socket, SetAddress, alias, address) ?? Call(socket, SetNetmask, alias, Netmask(prefixLength));
    }

    private static IPAddress Netmask(int prefixLength)
    {
        var bits = prefixLength == 0 ? 0 : uint.MaxValue << (32 - prefixLength);
        return new IPAddress([(byte)(bits >> 24), (byte)(bits >> 16), (byte)(bits >> 8), (byte)bits]);
    }

    private static string? Call(Descriptor socket, nuint request, string alias, IPAddress address)
    {
        Span<byte> interfaceRequest = stackalloc byte[RequestSize];
        interfaceRequest.Clear();
        Encoding.ASCII.GetBytes(alias, interfaceRequest[..(NameSize - 1)]);
        // A struct sockaddr_in: family in the machine's order, port, address in the network's.
        MemoryMarshal.Write(interfaceRequest[NameSize..], (ushort)SocketCalls.AddressFamilyInet);
        address.TryWriteBytes(interfaceRequest[(NameSize + 4)..], out _);
        return Control(socket.Number, request, ref MemoryMarshal.GetReference(interfaceRequest)) == 0
            ? null
            : Errno.Name(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int descriptor, nuint request, ref byte argument);
}
