using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using FsCheck.Fluent;
using Repro.Model;
using Repro.Sampling;

namespace Repro.Tests.Sampling;

/// <summary>Answers of sock_diag as the kernel lays them out: struct nlmsghdr, struct inet_diag_msg.</summary>
public sealed class SocketDumpTests
{
    private const ushort Done = 3;
    private const ushort Error = 2;
    private const ushort TcpDiag = 18;

    // A message of Linux 6.18, 20 ms after the close of a connection over the loopback.
    private const string CapturedTimeWait =
        "6000000012000200000000002a77000002060300a3ccce1d7f0000010000000000000000000000007f000001000000000000000000000000"
        + "0000000049136600000000004cea00000000000000000000000000000000000008000f0000000000";

    [Fact]
    public void Every_socket_of_a_datagram_is_handed_out_and_more_may_follow()
    {
        var (sockets, last) = Parse([.. Socket(6, 40000, "198.18.0.6", 81), .. Socket(1, 40002, "198.18.0.7", 443)]);

        Assert.False(last);
        Assert.Equal(
            [("TIME_WAIT", "198.18.0.5", 40000, "198.18.0.6", 81), ("ESTABLISHED", "198.18.0.5", 40002, "198.18.0.7", 443)],
            sockets.Select(entry => (
                entry.State.Name(),
                SocketEntry.Address(entry.Source).ToString(),
                entry.SourcePort,
                SocketEntry.Address(entry.Destination).ToString(),
                entry.DestinationPort)));
    }

    [Theory]
    [InlineData(59_988)]
    [InlineData(0)]
    public void A_sockets_timer_says_how_much_it_has_left(int milliseconds) =>
        Assert.Equal(milliseconds, Assert.Single(Parse(Socket(6, 40000, "198.18.0.6", 81, milliseconds)).Sockets).ExpiresMilliseconds);

    [Fact]
    public void A_TIME_WAIT_as_a_kernel_sent_it_is_read_whole()
    {
        var (sockets, last) = Parse(Convert.FromHexString(CapturedTimeWait));

        Assert.False(last);
        var entry = Assert.Single(sockets);
        Assert.Equal(
            ("TIME_WAIT", "127.0.0.1", 41932, "127.0.0.1", 52765, 59_980),
            (entry.State.Name(),
                SocketEntry.Address(entry.Source).ToString(),
                entry.SourcePort,
                SocketEntry.Address(entry.Destination).ToString(),
                entry.DestinationPort,
                entry.ExpiresMilliseconds));
    }

    [Theory]
    [InlineData("fd00::5", "fd00::6", "fd00::5", "fd00::6")]
    [InlineData("::ffff:198.18.0.5", "::ffff:198.18.0.6", "198.18.0.5", "198.18.0.6")]
    [InlineData("::1", "2001:db8::ffff:c612:6", "::1", "2001:db8::ffff:c612:6")]
    public void A_socket_of_IPv6_has_its_whole_address_or_the_one_of_IPv4_that_it_stands_for(
        string source, string destination, string expectedSource, string expectedDestination)
    {
        var entry = Assert.Single(Parse(Socket(6, source, 40000, destination, 81)).Sockets);

        Assert.Equal(
            (expectedSource, 40000, expectedDestination, 81),
            (SocketEntry.Address(entry.Source).ToString(), entry.SourcePort,
                SocketEntry.Address(entry.Destination).ToString(), entry.DestinationPort));
    }

    [Theory]
    [InlineData("::", "::")]
    [InlineData("fd00::5", "::")]
    [InlineData("::ffff:198.18.0.5", "::ffff:0.0.0.0")]
    [InlineData("198.18.0.5", "0.0.0.0")]
    public void Without_address_and_port_there_is_no_other_end(string source, string destination) =>
        Assert.False(Assert.Single(Parse(Socket(7, source, 40000, destination, 0)).Sockets).HasPeer);

    [Fact]
    public void Whatever_the_address_of_IPv4_its_number_is_that_of_its_mapped_one() =>
        Gen.Choose(0, 255).ArrayOf(4).Select(bytes => new IPAddress([.. bytes.Select(one => (byte)one)])).ForAll(address =>
        {
            var number = SocketEntry.Number(BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes()));

            Assert.Equal(address, SocketEntry.Address(number));
            Assert.Equal(BinaryPrimitives.ReadUInt128BigEndian(address.MapToIPv6().GetAddressBytes()), number);
        });

    [Fact]
    public void DONE_ends_the_answer()
    {
        var (sockets, last) = Parse(
            [.. Socket(6, 40000, "198.18.0.6", 81), .. Message(Done, new byte[4]), .. Socket(6, 40002, "198.18.0.6", 81)]);

        Assert.True(last);
        Assert.Single(sockets);
    }

    [Fact]
    public void A_message_of_another_type_is_passed_over_and_the_next_starts_at_a_multiple_of_four()
    {
        var (sockets, _) = Parse([.. Message(99, new byte[5]), .. Socket(10, 80, "0.0.0.0", 0)]);

        Assert.Equal("LISTEN", Assert.Single(sockets).State.Name());
    }

    [Fact]
    public void A_state_of_a_newer_kernel_has_no_name() =>
        Assert.Equal("?", Assert.Single(Parse(Socket(42, 1, "0.0.0.0", 0)).Sockets).State.Name());

    [Fact]
    public void An_ERROR_is_the_kernels_refusal()
    {
        var error = new byte[20];
        MemoryMarshal.Write(error, -1);

        Assert.Contains("EPERM", Assert.Throws<IOException>(() => Parse(Message(Error, error))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_datagram_that_was_cut_off_is_an_error_and_not_a_shorter_list()
    {
        var whole = Socket(6, 40000, "198.18.0.6", 81);

        Assert.Throws<IOException>(() => Parse(whole[..^1]));
        Assert.Throws<IOException>(() => Parse(whole[..16]));
    }

    [Fact]
    public void A_message_shorter_than_its_own_header_is_an_error()
    {
        var message = Message(TcpDiag, []);
        MemoryMarshal.Write(message, 15);

        Assert.Throws<IOException>(() => Parse(message));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(TcpDiag)]
    public void A_message_without_its_content_is_an_error(int type) => Assert.Throws<IOException>(() => Parse(Message((ushort)type, [])));

    private static (List<SocketEntry> Sockets, bool Last) Parse(byte[] datagram)
    {
        var sockets = new List<SocketEntry>();
        return (sockets, SocketDump.Parse(datagram, sockets.Add));
    }

    private static byte[] Socket(byte state, ushort port, string destination, ushort destinationPort, int expiresMilliseconds = 0) =>
        Socket(state, "198.18.0.5", port, destination, destinationPort, expiresMilliseconds);

    private static byte[] Socket(
        byte state, string source, ushort port, string destination, ushort destinationPort, int expiresMilliseconds = 0)
    {
        var body = new byte[72];
        (body[0], body[1]) = (source.Contains(':', StringComparison.Ordinal) ? (byte)10 : (byte)2, state);
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(4), port);
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(6), destinationPort);
        IPAddress.Parse(source).TryWriteBytes(body.AsSpan(8), out _);
        IPAddress.Parse(destination).TryWriteBytes(body.AsSpan(24), out _);
        MemoryMarshal.Write(body.AsSpan(52), expiresMilliseconds);
        return Message(TcpDiag, body);
    }

    private static byte[] Message(ushort type, byte[] body)
    {
        var message = new byte[(16 + body.Length + 3) & ~3];
        MemoryMarshal.Write(message, 16 + body.Length);
        MemoryMarshal.Write(message.AsSpan(4), type);
        body.CopyTo(message, 16);
        return message;
    }
}
