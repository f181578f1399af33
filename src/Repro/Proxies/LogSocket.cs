using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using Repro.Linux;

namespace Repro.Proxies;

/// <summary>
/// Where proxies send their log: a UDP socket on the loopback of their network namespace. What comes while its buffer is full is lost, and
/// the kernel counts it.
/// </summary>
internal sealed class LogSocket : IDisposable
{
    /// <summary>Its address and port; no TCP port is taken by it.</summary>
    public static IPEndPoint Address { get; } = new(IPAddress.Loopback, 5514);

    private const string StatisticsFile = "/proc/net/udp";

    // The kernel takes net.core.rmem_max where that is less.
    private const int BufferBytes = 8 << 20;

    private readonly byte[] buffer = new byte[1 << 16];

    public LogSocket()
    {
        var address = new KernelAddress(Address.Address, Address.Port);
        Descriptor = new Descriptor(SocketCalls.Open(
            address.Family, SocketCalls.Datagram | SocketCalls.NonBlocking | SocketCalls.CloseOnExec, 0));
        if (Descriptor.IsInvalid
            || SocketCalls.SetOption(
                Descriptor.Number, SocketCalls.LevelSocket, SocketCalls.OptionReceiveBuffer, BufferBytes, sizeof(int)) != 0
            || SocketCalls.Bind(Descriptor.Number, address, address.Size) != 0)
        {
            var errno = Marshal.GetLastPInvokeError();
            Descriptor.Dispose();
            throw new IOException($"listening for the proxy's log on {Address} failed: {Errno.Name(errno)}");
        }
    }

    public Descriptor Descriptor { get; }

    /// <summary>Lines that were lost so far, while such a socket is open.</summary>
    public static long Lost => File.ReadLines(StatisticsFile).Sum(LostOn);

    /// <summary>Hands over what has come.</summary>
    public void Read(Action<string> each)
    {
        while (true)
        {
            var count = SocketCalls.Receive(Descriptor.Number, ref buffer[0], buffer.Length, 0);
            if (count >= 0)
            {
                each(Encoding.UTF8.GetString(buffer, 0, (int)count));
            }
            else if (Marshal.GetLastPInvokeError() != Errno.Interrupted)
            {
                return;
            }
        }
    }

    public void Dispose() => Descriptor.Dispose();

    // A line for each socket: its own end as "address:port" in hexadecimal second, its losses last (udp4_format_sock, net/ipv4/udp.c).
    internal static long LostOn(string line)
    {
        var port = Address.Port.ToString("X4", CultureInfo.InvariantCulture);
        return line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var local, .., var drops]
            && local.EndsWith($":{port}", StringComparison.Ordinal)
            && long.TryParse(drops, NumberStyles.None, CultureInfo.InvariantCulture, out var lost)
                ? lost
                : 0;
    }
}
