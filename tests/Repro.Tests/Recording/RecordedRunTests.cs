using Repro.Model;
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
        run.Write(CaseBuilder.Exhausted());

        var read = run.Read();

        Assert.Equivalent(TemporaryRun.File(recorded.File.Id) with { Scenario = read.File.Scenario }, read.File, strict: true);
        Assert.Equal("""{"name":"quick"}""", read.File.Scenario.ToJsonString());
        var single = Assert.Single(run.ReadCases());
        Assert.Equivalent(
            recorded with { File = recorded.File with { Conditions = single.File.Conditions }, End = single.End }, single, strict: true);
        Assert.Equal([100, 100, 300], RunDirectory.RawNames.Select(name => single.End!.Files![name].Lines));
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
            Latency = [new Bucket(8, 9)],
            ConnectLatency = [new Bucket(10, 11), new Bucket(12, 13)],
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
            States = new Dictionary<TcpState, int> { [TcpState.TimeWait] = 6 },
            Tuples = [new TupleUse("198.18.0.5", "198.18.0.6:81", 7, 3)],
            TimeWaitLeft = 59.9,
            CostMicroseconds = 8.9,
        };
        run.WriteFile(TemporaryRun.File(TemporaryRun.CaseId));
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
    public void Samples_are_in_the_order_of_time_where_a_dump_was_written_late()
    {
        run.WriteFile(TemporaryRun.File(TemporaryRun.CaseId));
        using (var recorder = run.Record(new CaseBuilder { Id = TemporaryRun.CaseId }.File()))
        {
            foreach (var t in (double[])[0.1, 0.3, 0.2])
            {
                recorder.Sockets(new SocketsLine { Host = "proxy", T = t, Counters = new Dictionary<string, long>() });
            }
        }

        Assert.Equal([0.1, 0.2, 0.3], Assert.Single(run.ReadCases()).Sockets.Select(line => line.T));
    }

    [Fact]
    public void What_the_proxy_found_and_what_was_measured_before_the_cases_is_kept()
    {
        var end = new CaseEnd(["gone"], 3, new OpenerFacts("32768 33767", 1800, 1.5, "connect/EADDRNOTAVAIL on x"));
        run.WriteFile(TemporaryRun.File(TemporaryRun.CaseId));
        using (var recorder = run.Record((new CaseBuilder { Id = TemporaryRun.CaseId, PredictedOnly = "x is missing" }).File()))
        {
            recorder.Complete(end);
        }

        var read = run.Read();

        Assert.Equivalent(end, Assert.Single(run.ReadCases()).End! with { Files = null }, strict: true);
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
    public void Half_a_last_line_of_a_case_that_was_cut_off_is_left_out(string half)
    {
        run.WriteCompleteCase();
        File.Delete(run.CasePathOf(RunDirectory.EndName));
        File.WriteAllText(run.CasePathOf(RunDirectory.LoadName), $"{GoodLine}\n{half}");

        var read = Assert.Single(run.ReadCases());
        Assert.Equal(5, Assert.Single(read.Load).Sent);
        Assert.Empty(read.Damage);
    }

    [Theory]
    [InlineData("""{"host":"client-1","t":0.2,"se""")]
    [InlineData("""{"t":0.2}""")]
    [InlineData("null")]
    [InlineData("")]
    [Trait("Fault", "C4")]
    public void A_broken_line_is_lost_alone_and_named(string broken)
    {
        run.WriteCompleteCase();
        File.WriteAllText(run.CasePathOf(RunDirectory.LoadName), $"{GoodLine}\n{broken}\n{GoodLine}\n");

        var read = Assert.Single(run.ReadCases());

        Assert.Equal([5, 5], read.Load.Select(line => line.Sent));
        Assert.StartsWith("cases/none@500/load.ndjson:2: ", read.Damage[0], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "C4")]
    public void Of_many_broken_lines_the_first_are_named_and_the_others_counted()
    {
        run.WriteCompleteCase();
        WithoutCounts();
        File.WriteAllText(run.CasePathOf(RunDirectory.LoadName), string.Concat(Enumerable.Repeat("x\n", 50)) + $"{GoodLine}\n");
        Assert.Equal("cases/none@500/load.ndjson: 47 more lines are broken", Assert.Single(run.ReadCases()).Damage[^1]);

        File.WriteAllText(run.CasePathOf(RunDirectory.LoadName), string.Concat(Enumerable.Repeat("x\n", 5000)));
        Assert.Equal(
            "cases/none@500/load.ndjson: 97 more lines are broken, and what follows them was not read",
            Assert.Single(run.ReadCases()).Damage[^1]);
    }

    [Fact]
    public void A_raw_file_that_is_missing_is_damage()
    {
        run.WriteCompleteCase();
        File.Delete(run.CasePathOf(RunDirectory.ProxyName));

        var read = Assert.Single(run.ReadCases());
        Assert.Empty(read.Proxy);
        Assert.Equal(["cases/none@500/proxy.ndjson: it is missing"], read.Damage);
    }

    [Theory]
    [Trait("Fault", "A5")]
    [InlineData(300, 299, "cases/none@500/sockets.ndjson: 1 of 300 lines is missing")]
    [InlineData(300, 0, "cases/none@500/sockets.ndjson: 300 of 300 lines are missing")]
    public void Lines_that_are_lost_are_counted(int written, int left, string damage)
    {
        WriteExhausted();
        var lines = File.ReadAllLines(run.CasePathOf(RunDirectory.SocketsName));
        Assert.Equal(written, lines.Length);
        File.WriteAllText(run.CasePathOf(RunDirectory.SocketsName), string.Concat(lines.Take(left).Select(line => line + "\n")));

        var read = Assert.Single(run.ReadCases());
        Assert.Equal([damage], read.Damage);
        Assert.Equal(left, read.Sockets.Count);
    }

    [Fact]
    [Trait("Fault", "A5")]
    public void A_line_more_or_another_one_is_seen_too()
    {
        WriteExhausted();
        var path = run.CasePathOf(RunDirectory.LoadName);
        var whole = File.ReadAllText(path);
        File.AppendAllText(path, $"{GoodLine}\n");
        Assert.Equal(["cases/none@500/load.ndjson: it has 101 lines, and 100 were written"], Assert.Single(run.ReadCases()).Damage);

        File.WriteAllText(path, whole.Replace("\"sent\":50", "\"sent\":49", StringComparison.Ordinal));
        Assert.StartsWith(
            "cases/none@500/load.ndjson: it is not what was written: its checksum is ",
            Assert.Single(Assert.Single(run.ReadCases()).Damage),
            StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "A5")]
    public void An_end_without_counts_is_read_as_before()
    {
        run.WriteCompleteCase();
        WithoutCounts();
        File.WriteAllText(run.CasePathOf(RunDirectory.LoadName), $"{GoodLine}\n");

        var read = Assert.Single(run.ReadCases());
        Assert.Null(read.End!.Files);
        Assert.Empty(read.Damage);
    }

    [Theory]
    [Trait("Fault", "C4")]
    [InlineData("", "cases/none@500/end.json:1: this is not JSON: ")]
    [InlineData("{\n\n{", "cases/none@500/end.json:3: this is not JSON: ")]
    [InlineData("""{"problems":[],"droppedLines":-1}""", "cases/none@500/end.json: droppedLines is -1, and can be from 0 to ")]
    [InlineData("""{"problems":[],"droppedLines":0,"files":{}}""", "cases/none@500/end.json: files is without load.ndjson, and should be ")]
    public void An_end_that_can_not_be_read_is_damage(string text, string damage)
    {
        run.WriteCompleteCase();
        File.WriteAllText(run.CasePathOf(RunDirectory.EndName), text);

        var read = Assert.Single(run.ReadCases());
        Assert.Null(read.End);
        Assert.StartsWith(damage, Assert.Single(read.Damage), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Fault", "C4")]
    [InlineData("")]
    [InlineData("{")]
    public void A_case_that_can_not_be_read_leaves_the_others_as_they_are(string text)
    {
        run.WriteFile(TemporaryRun.File("a", TemporaryRun.CaseId));
        run.Record(new CaseBuilder { Id = "a" }.File()).Dispose();
        run.Record(new CaseBuilder { Id = TemporaryRun.CaseId }.File()).Dispose();
        File.WriteAllText(run.CasePathOf(RunDirectory.CaseName), text);

        var read = run.Read();

        Assert.Equal("a", Assert.Single(run.ReadCases()).File.Id);
        Assert.Equal(TemporaryRun.CaseId, Assert.Single(read.Unreadable).Id);
        Assert.StartsWith("cases/none@500/case.json:1: ", read.Unreadable[0].Reason, StringComparison.Ordinal);
        Assert.Empty(read.NotBegun);
    }

    [Fact]
    public void A_case_without_its_description_has_begun_all_the_same()
    {
        run.WriteCompleteCase();
        File.Delete(run.CasePathOf(RunDirectory.CaseName));

        Assert.Equal("cases/none@500/case.json: it is missing", Assert.Single(run.Read().Unreadable).Reason);
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

        Assert.StartsWith(run.PathOf(RunDirectory.RunName), Refusal().Message, StringComparison.Ordinal);
    }

    // What an earlier version wrote.
    private void WithoutCounts() =>
        File.WriteAllText(run.CasePathOf(RunDirectory.EndName), """{"problems":[],"droppedLines":0,"proxy":null}""");

    private void WriteExhausted() => run.Write(CaseBuilder.Exhausted());

    private ReproException Refusal()
    {
        var refusal = Assert.Throws<ReproException>(run.ReadCases);
        Assert.Equal(FailureKind.BadInput, refusal.Kind);
        Assert.NotEmpty(refusal.Remedy);
        return refusal;
    }
}
