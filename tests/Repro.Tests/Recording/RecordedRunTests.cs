using Repro.Recording;
using Repro.Tests.Analysis;

namespace Repro.Tests.Recording;

public sealed class RecordedRunTests : IDisposable
{
    private const string GoodLine = """{"host":"client-1","t":0.1,"sent":5}""";

    private readonly TemporaryRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public void A_run_is_read_as_it_was_recorded()
    {
        var recorded = CaseBuilder.Exhausted().Build();
        run.WriteFile(TemporaryRun.File(recorded.File.Id));
        using (var recorder = run.Record(recorded.File))
        {
            recorded.Load.ToList().ForEach(recorder.Load);
            recorded.Proxy.ToList().ForEach(recorder.Proxy);
            recorded.Sockets.ToList().ForEach(recorder.Sockets);
            recorder.Complete(recorded.End!);
        }

        var read = run.Read();

        Assert.Equivalent(TemporaryRun.File(recorded.File.Id) with { Scenario = read.File.Scenario }, read.File, strict: true);
        Assert.Equal("""{"name":"quick"}""", read.File.Scenario.ToJsonString());
        var single = Assert.Single(run.ReadCases());
        Assert.Equivalent(recorded with { File = recorded.File with { Conditions = single.File.Conditions } }, single, strict: true);
        Assert.Empty(read.NotBegun);
    }

    [Fact]
    public void Every_field_of_a_line_is_kept()
    {
        var line = new TrafficLine
        {
            Host = "proxy",
            T = 1.5,
            Due = 1,
            Sent = 2,
            Unsent = 3,
            Connects = 4,
            Ok = 5,
            Failed = new Dictionary<string, long> { ["connect/EADDRNOTAVAIL"] = 6 },
            First = [new FirstFailure(1.51, "connect/EADDRNOTAVAIL", "198.18.0.6:81", 7)],
            Latency = [[8, 9]],
            ConnectLatency = [[10, 11], [12, 13]],
        };
        var sample = new SocketsLine
        {
            Host = "proxy",
            T = 1.6,
            TimeWait = 1,
            InUse = 2,
            Counters = new Dictionary<string, long> { ["TW"] = 3 },
            Cpu = 0.4,
            MachineBusy = 0.5,
            States = new Dictionary<string, int> { ["TIME_WAIT"] = 6 },
            Tuples = [new TupleUse("198.18.0.5", "198.18.0.6:81", 7, 3)],
            TimeWaitLeft = 59.9,
            CostMicroseconds = 8.9,
        };
        run.WriteCompleteCase();
        using (var recorder = run.Record(new CaseBuilder { Id = TemporaryRun.CaseId }.File()))
        {
            recorder.Proxy(line);
            recorder.Sockets(sample);
        }

        var read = Assert.Single(run.ReadCases());

        Assert.Equivalent(line, Assert.Single(read.Proxy), strict: true);
        Assert.Equivalent(sample, Assert.Single(read.Sockets), strict: true);
    }

    [Fact]
    public void What_the_proxy_found_and_what_was_measured_before_the_cases_is_kept()
    {
        var end = new CaseEnd(["gone"], 3, new ProxyFacts("32768 33767", 1800, 1.5, "connect/EADDRNOTAVAIL on x"));
        run.WriteFile(TemporaryRun.File(TemporaryRun.CaseId));
        using (var recorder = run.Record((new CaseBuilder { Id = TemporaryRun.CaseId, PredictedOnly = "x is missing" }).File()))
        {
            recorder.Complete(end);
        }

        var read = run.Read();

        Assert.Equivalent(end, Assert.Single(run.ReadCases()).End, strict: true);
        Assert.Equal("x is missing", run.ReadCases()[0].File.PredictedOnly);
        Assert.Equal((60.0, 0.0005, "onset"), (read.File.Machine.TimeWaitSeconds, read.File.Machine.CpuSecondsPerRequest, read.File.Goal));
    }

    [Fact]
    public void The_bottleneck_is_the_hop_that_was_predicted_to_run_out_first()
    {
        var file = CaseBuilder.Exhausted().File();

        Assert.Equal("proxy→backends", file.Bottleneck.Name);
        Assert.Equal("clients→proxy", (file with { Hops = [file.Hops[0] with { OnsetSeconds = 3 }, file.Hops[1]] }).Bottleneck.Name);
        Assert.Equal("proxy→backends", new CaseBuilder().File().Bottleneck.Name);
    }

    [Fact]
    public void Cases_come_in_the_order_of_the_plan_and_those_that_have_not_begun_are_named()
    {
        run.WriteFile(TemporaryRun.File("b", "never", "a"));
        run.Record(new CaseBuilder { Id = "a" }.File()).Dispose();
        run.Record(new CaseBuilder { Id = "b" }.File()).Dispose();

        Assert.Equal(["b", "a"], run.ReadCases().Select(recorded => recorded.File.Id));
        Assert.Equal(["never"], run.Read().NotBegun);
    }

    [Fact]
    public void A_case_without_its_end_was_cut_off()
    {
        run.WriteCompleteCase();
        Assert.NotNull(Assert.Single(run.ReadCases()).End);

        File.Delete(run.CasePathOf(RunDirectory.EndName));
        Assert.Null(Assert.Single(run.ReadCases()).End);
    }

    [Theory]
    [InlineData("""{"host":"client-1","t":0.2,"se""")]
    [InlineData("{")]
    public void Half_a_last_line_is_left_out(string half)
    {
        run.WriteCompleteCase();
        File.WriteAllText(run.CasePathOf(RunDirectory.LoadName), $"{GoodLine}\n{half}");

        Assert.Equal(5, Assert.Single(Assert.Single(run.ReadCases()).Load).Sent);
    }

    [Theory]
    [InlineData("""{"host":"client-1","t":0.2,"se""")]
    [InlineData("""{"t":0.2}""")]
    [InlineData("null")]
    [InlineData("")]
    public void A_broken_line_before_the_last_is_an_error_that_names_it(string broken)
    {
        run.WriteCompleteCase();
        var path = run.CasePathOf(RunDirectory.LoadName);
        File.WriteAllText(path, $"{GoodLine}\n{broken}\n{GoodLine}\n");

        Assert.StartsWith($"{path}:2 is broken: ", Refusal().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_raw_file_is_an_empty_one()
    {
        run.WriteCompleteCase();
        File.Delete(run.CasePathOf(RunDirectory.ProxyName));

        Assert.Empty(Assert.Single(run.ReadCases()).Proxy);
    }

    [Fact]
    public void A_newer_format_is_refused()
    {
        run.WriteFile(TemporaryRun.File() with { Format = RunFile.CurrentFormat + 1 });

        Assert.EndsWith("is of format 2; this program knows formats up to 1.", Refusal().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_format_is_refused_as_such_whatever_else_it_has()
    {
        File.WriteAllText(run.PathOf("run.json"), """{ "format": 2, "somethingElse": 1 }""");

        Assert.Contains("is of format 2", Refusal().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_without_a_run_is_refused() =>
        Assert.Equal($"{run.Directory} is not the directory of a run: it has no run.json.", Refusal().Message);

    [Theory]
    [InlineData("not JSON")]
    [InlineData("null")]
    [InlineData("{}")]
    public void A_run_file_that_can_not_be_read_is_refused(string text)
    {
        File.WriteAllText(run.PathOf(RunDirectory.RunName), text);

        Assert.StartsWith($"{run.PathOf(RunDirectory.RunName)} can't be read: ", Refusal().Message, StringComparison.Ordinal);
    }

    private ReproException Refusal()
    {
        var refusal = Assert.Throws<ReproException>(run.ReadCases);
        Assert.Equal(FailureKind.BadInput, refusal.Kind);
        Assert.NotEmpty(refusal.Remedy);
        return refusal;
    }
}
