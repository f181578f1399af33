using Repro.Recording;
using Repro.Tests.Analysis;

namespace Repro.Tests.Recording;

public sealed class CaseRecorderTests : IDisposable
{
    private readonly TemporaryRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public void A_case_is_described_before_its_first_line_and_complete_only_at_its_end()
    {
        using var recorder = run.Record(new CaseBuilder { Id = TemporaryRun.CaseId }.File());
        Assert.True(File.Exists(run.CasePathOf(RunDirectory.CaseName)));
        Assert.False(File.Exists(run.CasePathOf(RunDirectory.EndName)));

        recorder.Complete(new CaseEnd(["proxy: gone"], 3));
        Assert.Contains("proxy: gone", File.ReadAllText(run.CasePathOf(RunDirectory.EndName)), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_are_short_zeroes_and_nothings_left_out()
    {
        using (var recorder = run.Record(new CaseBuilder { Id = TemporaryRun.CaseId }.File()))
        {
            recorder.Load(new TrafficLine { Host = "client-1", T = 0.5, Sent = 3 });
            recorder.Log("proxy", "listening");
        }

        Assert.Equal("""{"host":"client-1","t":0.5,"sent":3}""" + "\n", File.ReadAllText(run.CasePathOf(RunDirectory.LoadName)));
        Assert.Equal("proxy: listening\n", File.ReadAllText(run.CasePathOf(RunDirectory.LogName)));
    }

    [Fact]
    public void Lines_of_several_threads_stay_whole()
    {
        string[] hosts = ["client-1", "proxy", "backend-1"];
        const int Writers = 3;
        const int Lines = 5000;
        run.WriteFile(TemporaryRun.File(TemporaryRun.CaseId));
        using (var recorder = run.Record(new CaseBuilder { Id = TemporaryRun.CaseId }.File()))
        {
            TestThread.Together(Writers, writer =>
            {
                for (var number = 1; number <= Lines; number++)
                {
                    recorder.Load(new TrafficLine { Host = hosts[writer], Sent = number });
                }
            });
        }

        var load = Assert.Single(run.ReadCases()).Load;
        var inOrder = Enumerable.Range(1, Lines).Select(number => (long)number).ToList();
        Assert.All(load.GroupBy(line => line.Host), host => Assert.Equal(inOrder, host.Select(line => line.Sent)));
        Assert.Equal(Writers * Lines, load.Count);
    }

    [Fact]
    public void What_people_read_is_written_as_they_write_it()
    {
        run.WriteFile(TemporaryRun.File());

        Assert.Contains("When × where → why?", File.ReadAllText(run.PathOf(RunDirectory.RunName)), StringComparison.Ordinal);
    }
}
