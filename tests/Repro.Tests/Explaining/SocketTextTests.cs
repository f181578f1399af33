using System.Net;
using Repro.Explaining;
using Repro.Model;

namespace Repro.Tests.Explaining;

public sealed class SocketTextTests
{
    [Theory]
    [InlineData("TIME-WAIT  0  0  10.0.0.1:33000  10.0.0.2:80  timer:(timewait,45sec,0)", TcpState.TimeWait, 33000, "10.0.0.2:80", 45_000)]
    [InlineData("TIME-WAIT 0 0 10.0.0.1:33000 10.0.0.2:80 timer:(timewait,1min2sec,0)", TcpState.TimeWait, 33000, "10.0.0.2:80", 62_000)]
    [InlineData("TIME-WAIT 0 0 10.0.0.1:33000 10.0.0.2:80 timer:(timewait,059ms,0)", TcpState.TimeWait, 33000, "10.0.0.2:80", 59)]
    [InlineData("TIME-WAIT 0 0 10.0.0.1:33000 10.0.0.2:80 timer:(timewait,5.012ms,0)", TcpState.TimeWait, 33000, "10.0.0.2:80", 5012)]
    [InlineData("tcp 0 0 10.0.0.1:33000 10.0.0.2:80 TIME_WAIT timewait (45.12/0/0)", TcpState.TimeWait, 33000, "10.0.0.2:80", 45_120)]
    [InlineData("tcp ESTAB 0 0 10.0.0.1%eth0:33000 10.0.0.2:80 users:((\"a\",pid=7,fd=9))", TcpState.Established, 33000, "10.0.0.2:80", 0)]
    [InlineData("ESTAB 0 0 [::ffff:10.0.0.1]:33000 [::ffff:10.0.0.2]:80", TcpState.Established, 33000, "10.0.0.2:80", 0)]
    [InlineData("CLOSE-WAIT 1 0 [fd00::1]:33000 [fd00::2]:80", TcpState.CloseWait, 33000, "[fd00::2]:80", 0)]
    [InlineData("tcp        0      0 10.0.0.1:33000        10.0.0.2:80          TIME_WAIT", TcpState.TimeWait, 33000, "10.0.0.2:80", 0)]
    [InlineData("tcp6       0      0 fd00::1:33000          fd00::2:80             FIN_WAIT2", TcpState.FinWait2, 33000, "[fd00::2]:80", 0)]
    public void TryParse_ALineOfASocket_IsRead(string line, object state, int port, string peer, int left)
    {
        Assert.True(SocketText.TryParse(line, out var socket));
        Assert.Equal(((TcpState)state, port, left), (socket.State, socket.SourcePort, socket.ExpiresMilliseconds));
        Assert.Equal(IPEndPoint.Parse(peer), socket.Peer);
    }

    [Theory]
    [InlineData("State  Recv-Q  Send-Q  Local Address:Port  Peer Address:Port  Process")]
    [InlineData("Active Internet connections (servers and established)")]
    [InlineData("udp 0 0 10.0.0.1:33000 10.0.0.2:53 ESTABLISHED")]
    [InlineData("ESTAB 0 0 /run/a.sock 10.0.0.2:80")]
    [InlineData("ESTAB 0 0 10.0.0.1:99999 10.0.0.2:80")]
    [InlineData("")]
    public void TryParse_AnythingElse_IsNone(string line) => Assert.False(SocketText.TryParse(line, out _));

    [Fact]
    public void TryParse_AListener_HasNoPeer()
    {
        Assert.True(SocketText.TryParse("LISTEN 0 511 *:80 *:*", out var socket));
        Assert.Equal((TcpState.Listen, 80, false), (socket.State, socket.SourcePort, socket.HasPeer));
    }
}
