using Repro.Recording;
using Repro.Tests.Analysis;

namespace Repro.Tests.Recording;

public sealed class SeriesCsvTests : IDisposable
{
    private readonly TemporaryRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public void Every_bin_and_every_sample_is_a_row()
    {
        var recorded = (CaseBuilder.Exhausted() with { Duration = 5 }).Build();
        SeriesCsv.Write(recorded, OutputFolder.At(run.Directory));

        var traffic = File.ReadAllLines(run.PathOf("none@500.traffic.csv"));
        var sockets = File.ReadAllLines(run.PathOf("none@500.sockets.csv"));
        Assert.Equal("host,t_seconds,due,sent,unsent,connects,ok,failed", traffic[0]);
        Assert.Equal((1 + (2 * 50), "client-1,0,50,50,0,50,50,0", "proxy,4.9,50,50,0,0,0,50"), (traffic.Length, traffic[1], traffic[^1]));
        Assert.StartsWith(
            "host,t_seconds,time_wait,in_use,cpu_seconds,machine_busy,ports_in_use,state_established,",
            sockets[0],
            StringComparison.Ordinal);
        Assert.Equal((1 + (3 * 50), "client-1,0.1,0,3,0.025,,,,,,,,,,,,,"), (sockets.Length, sockets[1]));
        Assert.Equal(
            "proxy,1,500,3,0.25,0.5,500,0,0,0,0,0,500,0,0,0,0,0",
            Assert.Single(sockets, line => line.StartsWith("proxy,1,", StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("Fault", "C9")]
    public void A_name_is_a_cell_of_text_whatever_it_is()
    {
        var recorded = (CaseBuilder.Exhausted() with { Duration = 1 }).Build();
        SeriesCsv.Write(
            recorded with
            {
                Load = [recorded.Load[0] with { Host = "=cmd,1" }],
                Proxy = [],
                Sockets = [recorded.Sockets[0] with { Host = "a\"b" }],
            }, OutputFolder.At(run.Directory));

        Assert.StartsWith("\"'=cmd,1\",0,", File.ReadAllLines(run.PathOf("none@500.traffic.csv"))[1], StringComparison.Ordinal);
        Assert.StartsWith("\"a\"\"b\",", File.ReadAllLines(run.PathOf("none@500.sockets.csv"))[1], StringComparison.Ordinal);
    }
}
