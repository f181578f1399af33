using System.Net;
using System.Net.Sockets;
using Repro.Model;
using Repro.Sampling;

namespace Repro.Tests.Sampling;

/// <summary>sock_diag as the kernel of this machine speaks it.</summary>
public sealed class LiveSocketDumpTests
{
    [Fact]
    public void A_dump_shows_a_listener_and_both_ends_of_a_connection()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sock_diag is Linux's");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient(AddressFamily.InterNetwork);
        client.Connect((IPEndPoint)listener.LocalEndpoint);
        using var server = listener.AcceptTcpClient();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var dump = new SocketDump();
        var seen = new List<string>();
        dump.Read(entry =>
        {
            if (entry.SourcePort == port || entry.DestinationPort == port)
            {
                seen.Add(
                    $"{entry.State.Name()} {SocketEntry.Address(entry.Source)}:{entry.SourcePort}→"
                    + $"{SocketEntry.Address(entry.Destination)}:{entry.DestinationPort}");
            }
        });
        var local = ((IPEndPoint)client.Client.LocalEndPoint!).Port;
        Assert.Equal(
            new[]
            {
                $"ESTABLISHED 127.0.0.1:{local}→127.0.0.1:{port}",
                $"ESTABLISHED 127.0.0.1:{port}→127.0.0.1:{local}",
                $"LISTEN 127.0.0.1:{port}→0.0.0.0:0",
            }.Order(),
            seen.Order());
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("::ffff:127.0.0.1", "127.0.0.1")]
    [InlineData("::1", "[::1]")]
    public void One_dump_has_the_connections_of_both_families_and_a_mapped_one_as_what_it_is(string asked, string seen)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sock_diag is Linux's");
        Assert.SkipUnless(Socket.OSSupportsIPv6, "this machine has no IPv6");
        using var listener = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
        listener.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        listener.Listen();
        var address = IPAddress.Parse(asked);
        var port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        using var client = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (address.IsIPv4MappedToIPv6)
        {
            client.DualMode = true;
        }

        client.Connect(new IPEndPoint(address, port));
        using var dump = new SocketDump();
        var towards = new List<string>();
        dump.Read(entry =>
        {
            if (entry.DestinationPort == port)
            {
                towards.Add($"{entry.Peer}");
            }
        });

        Assert.Equal([$"{seen}:{port}"], towards);
    }
}
