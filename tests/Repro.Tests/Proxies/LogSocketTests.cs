using Repro.Proxies;

namespace Repro.Tests.Proxies;

public sealed class LogSocketTests
{
    [Theory]
    [InlineData(
        " 1023: 0100007F:158A 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 28351 2 0000000000000000 17", 17)]
    [InlineData(
        " 1023: 0100007F:158A 0100007F:D2F0 01 00000000:00000000 00:00000000 00000000     0        0 28351 2 0000000000000000 0", 0)]
    [InlineData(
        " 1023: 0100007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 28351 2 0000000000000000 9", 0)]
    [InlineData("  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops", 0)]
    [InlineData("", 0)]
    public void LostOn_LineOfTheKernel_ItsDrops(string line, long drops) => Assert.Equal(drops, LogSocket.LostOn(line));
}
