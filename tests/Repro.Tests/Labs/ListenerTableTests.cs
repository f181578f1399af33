using Repro.Labs;

namespace Repro.Tests.Labs;

public sealed class ListenerTableTests
{
    [Fact]
    public void Ports_TableOfTheKernel_ThoseOfListenersAlone() => Assert.Equal(
        [33000, 80],
        ListenerTable.Ports("""
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0B00007F:80E8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 ffff 100 0 0 10 0
               1: 020412C6:80E9 030412C6:0051 06 00000000:00000000 03:00001770 00000000     0        0 0 3 ffff
               2: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000 65534        0 2 1 ffff 100 0 0 10 0
            """.Split('\n')));

    [Fact]
    public void Ports_HeadingAlone_None() => Assert.Empty(ListenerTable.Ports(["  sl  local_address rem_address   st"]));
}
