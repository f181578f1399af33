using Repro.Analysis;
using Repro.Charts;
using Repro.Model;
using Repro.Recording;
using Repro.Tests.Analysis;
using Repro.Tests.Recording;

namespace Repro.Tests.Charts;

/// <summary>What figures and sentences say of a run without a proxy.</summary>
public sealed class DirectFiguresTests
{
    [Theory]
    [InlineData(NetworkPath.Links, "2 clients → 2 backends; ports")]
    [InlineData(NetworkPath.Loopback, "2 clients → 2 backends on one host, over the loopback; ports")]
    [InlineData(NetworkPath.OwnAddress, "2 clients → 2 backends on one host, over its own address; ports")]
    public void Every_figure_says_which_hosts_there_were_and_no_word_of_a_proxy(NetworkPath path, string hosts)
    {
        var figures = ChartBook.Draw(Conclude(path));

        Assert.Contains("states-none@500", figures.Select(figure => figure.Name));
        // Ports that are taken over after a second are as good as free: there is one occupancy, and no curve.
        Assert.Equal(path != NetworkPath.Loopback, figures.Any(figure => figure.Name == "connect-latency"));
        Assert.All(figures, figure =>
        {
            Assert.Contains(hosts, string.Join(' ', figure.Texts()), StringComparison.Ordinal);
            Assert.DoesNotContain("proxy", figure.Text(), StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public void The_topology_is_one_hop_from_client_to_backend()
    {
        var texts = ChartBook.Draw(Conclude(NetworkPath.Links)).Named("topology").Texts();

        Assert.Equal(
            ["client-1", "client-2", "backend-1", "backend-2"], texts.Where(text => text is ['c' or 'b', .., '-', '1' or '2']));
        Assert.Single(texts, "clients→backends");
    }

    [Fact]
    public void A_result_says_what_happened_once() => Assert.StartsWith(
        "ran out of ports 4.00 s into the load, after 2,000 connections (client-1→backend-1: connect/EADDRNOTAVAIL).",
        Finding.Of(Conclude(NetworkPath.Links).Summary.Cases[0]),
        StringComparison.Ordinal);

    private static RunConclusions Conclude(NetworkPath path) =>
        RunAnalysis.Analyze(new RecordedRun(TemporaryRun.File(), [DirectShapeTests.Exhausted(path)], []));
}
