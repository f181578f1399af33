using Repro.Labs;
using Repro.Labs.Netns;

namespace Repro.Tests.Labs;

public sealed class TightLimitsTests
{
    [Theory]
    [Trait("Fault", "C11")]
    [InlineData(64, null, "64 open files", "ulimit -Hn")]
    [InlineData(null, 15, "15 processes and threads", "ulimit -Hu")]
    public void A_limit_that_no_run_fits_in_is_named_with_what_raises_it(int? openFiles, int? processes, string named, string remedy)
    {
        var refusal = Assert.Throws<ReproException>(() => TightLimits.Refuse(openFiles, processes));

        Assert.Equal(FailureKind.NoLab, refusal.Kind);
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, refusal.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Fault", "C11")]
    [InlineData(null, null)]
    [InlineData(1024, 4096)]
    public void An_ordinary_limit_is_enough(int? openFiles, int? processes) =>
        Assert.Null(Record.Exception(() => TightLimits.Refuse(openFiles, processes)));

    [Fact]
    [Trait("Fault", "C11")]
    public void Want_of_namespaces_is_told_from_other_refusals()
    {
        var remedy = NamespaceRemedy.Of("unshare: unshare failed: No space left on device", "modprobe veth");

        Assert.StartsWith("This is the kernel's limit of namespaces, not a disk", remedy, StringComparison.Ordinal);
        Assert.Contains("max_", remedy, StringComparison.Ordinal);
        Assert.Equal("modprobe veth", NamespaceRemedy.Of("RTNETLINK answers: Operation not supported", "modprobe veth"));
    }
}
