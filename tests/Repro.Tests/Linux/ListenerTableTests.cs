using Repro.Linux;

namespace Repro.Tests.Linux;

public sealed class ListenerTableTests
{
    private static readonly string[] Lines = """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0B00007F:80E9 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 ffff 100 0 0 10 0
           1: 00000000:80E8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 ffff 100 0 0 10 0
           2: 0100007F:80E9 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 ffff 100 0 0 10 0
           3: 020412C6:80EA 030412C6:0051 06 00000000:00000000 03:00001770 00000000     0        0 0 3 ffff
           4: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000 65534        0 2 1 ffff 100 0 0 10 0
        """.Split('\n');

    [Theory]
    [InlineData(33000, 33999, new[] { 33000, 33001 })]
    [InlineData(33001, 33999, new[] { 33001 })]
    [InlineData(80, 80, new[] { 80 })]
    [InlineData(33002, 65535, new int[0])]
    public void Within_TableOfTheKernel_PortsOfListenersInTheRangeEachOnce(int first, int last, int[] expected) =>
        Assert.Equal(expected, ListenerTable.Within(first, last, Lines));

    [Fact]
    public void Within_HeadingAlone_None() => Assert.Empty(ListenerTable.Within(0, 65535, Lines[..1]));
}
