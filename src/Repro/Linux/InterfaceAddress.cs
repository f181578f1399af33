using System.Net;
using System.Runtime.InteropServices;

namespace Repro.Linux;

/// <summary>Gives an interface more addresses, of IPv4 or IPv6 (rtnetlink(7)); needs CAP_NET_ADMIN.</summary>
internal static partial class InterfaceAddress
{
    private const int NetlinkRoute = 0;
    private const ushort NewAddress = 20; // RTM_NEWADDR
    private const ushort RequestThatIsAnswered = 0x605; // NLM_F_REQUEST, NLM_F_ACK, NLM_F_CREATE, NLM_F_EXCL
    private const ushort Error = 2; // NLMSG_ERROR, which an acknowledgement is too
    private const ushort OwnAddress = 2; // IFA_LOCAL
    private const ushort PeerAddress = 1; // IFA_ADDRESS
    private const byte NoDuplicateDetection = 2; // IFA_F_NODAD: of IPv6 an address could not be used for a second or two
    private const int HeaderSize = 16;
    private const int AttributesOffset = HeaderSize + 8;

    /// <summary>Adds an address.</summary>
    /// <param name="name">The interface.</param>
    /// <param name="address">The address.</param>
    /// <param name="prefixLength">Length of the network's prefix.</param>
    /// <returns>The name of the error, or null.</returns>
    public static string? Add(string name, IPAddress address, int prefixLength)
    {
        var index = IndexOf(name);
        using var socket = new Descriptor(
            SocketCalls.Open(SocketCalls.AddressFamilyNetlink, SocketCalls.Raw | SocketCalls.CloseOnExec, NetlinkRoute));
        if (index == 0 || socket.IsInvalid)
        {
            return Errno.Name(Marshal.GetLastPInvokeError());
        }

        var request = Request(index, address, prefixLength);
        var answer = new byte[256];
        if (SocketCalls.Send(socket.Number, in request[0], request.Length, 0) < 0
            || SocketCalls.Receive(socket.Number, ref answer[0], answer.Length, 0) < HeaderSize + sizeof(int))
        {
            return Errno.Name(Marshal.GetLastPInvokeError());
        }

        // struct nlmsgerr: an error number below zero, or zero.
        var number = MemoryMarshal.Read<int>(answer.AsSpan(HeaderSize));
        return MemoryMarshal.Read<ushort>(answer.AsSpan(4)) == Error && number == 0 ? null : Errno.Name(-number);
    }

    // struct nlmsghdr, struct ifaddrmsg, and the address as its own and, as there is no other end, as the other's.
    private static byte[] Request(uint index, IPAddress address, int prefixLength)
    {
        var bytes = address.GetAddressBytes();
        var attribute = 4 + bytes.Length;
        var request = new byte[AttributesOffset + (2 * attribute)];
        MemoryMarshal.Write(request, request.Length);
        MemoryMarshal.Write(request.AsSpan(4), NewAddress);
        MemoryMarshal.Write(request.AsSpan(6), RequestThatIsAnswered);
        request[HeaderSize] = (byte)KernelAddress.FamilyOf(address);
        request[HeaderSize + 1] = (byte)prefixLength;
        request[HeaderSize + 2] = bytes.Length > sizeof(uint) ? NoDuplicateDetection : (byte)0;
        MemoryMarshal.Write(request.AsSpan(HeaderSize + 4), index);
        var at = AttributesOffset;
        foreach (var type in (ReadOnlySpan<ushort>)[OwnAddress, PeerAddress])
        {
            MemoryMarshal.Write(request.AsSpan(at), (ushort)attribute);
            MemoryMarshal.Write(request.AsSpan(at + 2), type);
            bytes.CopyTo(request, at + 4);
            at += attribute;
        }

        return request;
    }

    [LibraryImport("libc", EntryPoint = "if_nametoindex", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial uint IndexOf(string name);
}
