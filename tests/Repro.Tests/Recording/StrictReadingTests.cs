using Repro.Model;
using Repro.Physics;
using Repro.Recording;
using Repro.Tests.Analysis;

namespace Repro.Tests.Recording;

/// <summary>What is not as the program writes it is an error with file and key: never a default, and never a crash.</summary>
[Trait("Fault", "C4")]
public sealed class StrictReadingTests : IDisposable
{
    private readonly TemporaryRun run = new();

    public void Dispose() => run.Dispose();

    [Theory]
    [InlineData("\"requests\": 5000", "\"requests\": \"many\"", "requests is \"many\", and should be a whole number of 64 bits")]
    [InlineData(
        "\"requests\": 5000",
        "\"requests\": 9223372036854775808",
        "requests is 9223372036854775808, and should be a whole number of 64 bits")]
    [InlineData(
        "\"requests\": 5000", "\"requests\": 9223372036854775807", "requests is 9.223372036854776E+18, and can be from 0 to 1000000000")]
    [InlineData("\"requests\": 5000", "\"requests\": null", "requests is null, and should be a whole number of 64 bits")]
    [InlineData("\"requests\": 5000,", "", "requests is missing")]
    [InlineData(
        "\"requests\": 5000",
        "\"requests\": 5000, \"requests\": 5000",
        "this is not JSON: Duplicate property 'requests' encountered during deserialization.")]
    [InlineData(
        "\"requests\"",
        "\"reqests\"",
        "reqests is a key that this program does not know; a later version may have written it (this one knows format 1)")]
    [InlineData("\"offeredPerSecond\": 500", "\"offeredPerSecond\": 1e400", "offeredPerSecond is 1e400, and should be a number")]
    [InlineData("\"durationSeconds\": 10", "\"durationSeconds\": -10", "durationSeconds is -10, and can be from 1E-06 to 1000000")]
    [InlineData("\"binSeconds\": 0.1", "\"binSeconds\": 0", "binSeconds is 0, and can be from 0.01 to 10")]
    [InlineData(
        "\"samplesPerSecond\": 10", "\"samplesPerSecond\": 10.5", "samplesPerSecond is 10.5, and should be a whole number of 32 bits")]
    [InlineData("\"isBaseline\": true", "\"isBaseline\": 1", "isBaseline is 1, and should be true or false")]
    [InlineData("\"label\": \"none\"", "\"label\": \"no\\u0000ne\"", "label has a NUL in it")]
    [InlineData("\"label\": \"none\"", "\"label\": \"\\ud800\"", "there is text in it that is not Unicode")]
    [InlineData("\"name\": \"client-1\"", "\"name\": null", "hosts[0].name is null, and should be text")]
    [InlineData("\"name\": \"client-1\"", "\"name\": \"proxy\"", "hosts[1] is proxy, and should be another than those before it")]
    [InlineData("\"tuples\": 2", "\"tuples\": 0", "hops[1].tuples is 0, and can be from 1 to 1000000000")]
    [InlineData(
        "\"thresholdPerSecond\": 462.8",
        "\"thresholdPerSecond\": 0",
        "hops[0].thresholdPerSecond is 0, and can be from 1E-06 to 10000000000")]
    [InlineData(
        "\"safePerSecond\": null", "\"safePerSecond\": 1e-300", "hops[0].safePerSecond is 1E-300, and can be from 1E-06 to 10000000000")]
    [InlineData("\"198.18.0.1\"", "null", "hosts[0].addresses[0] is null, and should be text")]
    [InlineData(
        "\"id\": \"none@500\"",
        "\"id\": \"../../x\"",
        "id is ../../x, and should be the name of a case, without anything that leads elsewhere")]
    [InlineData("\"id\": \"none@500\"", "\"id\": \"other@500\"", "id is other@500, and should be that of its folder")]
    [InlineData("\"conditions\": {", "\"conditions\": null, \"x\": {", "conditions is null, and should be ")]
    public void Of_case_json(string from, string to, string problem)
    {
        run.WriteCompleteCase();
        Replace(run.CasePathOf(RunDirectory.CaseName), from, to);

        Assert.StartsWith($"cases/none@500/case.json: {problem}", Assert.Single(run.Read().Unreadable).Reason, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "D5")]
    public void Of_case_json_with_a_label_that_no_chart_has_room_for()
    {
        run.WriteFile(TemporaryRun.File(TemporaryRun.CaseId));
        run.Record(new CaseBuilder().File() with { Label = new string('x', 20_000) }).Dispose();

        Assert.Equal("cases/none@500/case.json: label has 20000 letters, and can have 1024", Assert.Single(run.Read().Unreadable).Reason);
    }

    public static TheoryData<FailingSpan, long, string> WrongSteps => new()
    {
        { new(-1, null), 1, "failing[0].fromSeconds is -1, and can be from 0 to 1000000" },
        { new(1e300, null), 1, "failing[0].fromSeconds is 1E+300, and can be from 0 to 1000000" },
        { new(4, 3), 1, "failing[0].untilSeconds is 3, and can be from 4 to 1000000" },
        { new(4, 6), -1, "capacityAfterSteps[0] is -1, and can be from 1 to 1000000000" },
    };

    [Theory]
    [Trait("Fault", "D5")]
    [MemberData(nameof(WrongSteps))]
    public void Of_case_json_with_a_hop_that_no_steps_could_make(FailingSpan failing, long capacity, string problem)
    {
        run.WriteFile(TemporaryRun.File(TemporaryRun.CaseId));
        var file = new CaseBuilder().File();
        run.Record(file with
        {
            Hops = [file.Hops[0], file.Hops[1] with { Failing = [failing], CapacityAfterSteps = [capacity] }],
        }).Dispose();

        Assert.Equal($"cases/none@500/case.json: hops[1].{problem}", Assert.Single(run.Read().Unreadable).Reason);
    }

    [Theory]
    [Trait("Fault", "D4")]
    [MemberData(nameof(Hostile))]
    public void Of_lines_whose_sums_would_not_hold(string what)
    {
        var builder = new CaseBuilder { Id = TemporaryRun.CaseId, Duration = 1 };
        run.WriteFile(TemporaryRun.File(TemporaryRun.CaseId));
        var recorded = builder.Build();
        using (var recorder = run.Record(recorded.File))
        {
            var sample = recorded.Sockets[0];
            recorder.Proxy(recorded.Proxy[0] with { Attempts = what == "attempts" ? long.MaxValue : 0 });
            recorder.Sockets(what switch
            {
                "timeWait" => sample with { TimeWait = 1_000_000_000 },
                "inUse" => sample with { InUse = 1_000_000_000 },
                "states.TIME_WAIT" => sample with { States = new Dictionary<TcpState, int> { [TcpState.TimeWait] = 1_000_000_000 } },
                "tuples, their number," =>
                    sample with
                    {
                        Tuples = [.. Enumerable.Range(0, 40_000).Select(number => new TupleUse($"{number}", "b", 65_535, 0, 0))],
                    },
                _ => sample,
            });
            recorder.Complete(new CaseEnd([], 0));
        }

        Assert.Contains(Assert.Single(run.ReadCases()).Damage, damage => damage.Contains($": {what} is ", StringComparison.Ordinal));
    }

    public static TheoryData<string> Hostile => ["attempts", "timeWait", "inUse", "states.TIME_WAIT", "tuples, their number,"];

    [Fact]
    public void Of_case_json_without_hops()
    {
        run.WriteFile(TemporaryRun.File(TemporaryRun.CaseId));
        run.Record(new CaseBuilder().File() with { Hops = [] }).Dispose();

        Assert.Equal(
            "cases/none@500/case.json: hops is empty, and should be the legs of a request's way",
            Assert.Single(run.Read().Unreadable).Reason);
    }

    [Theory]
    [InlineData("\"none@500\"", "null", "cases[0] is null, and should be text")]
    [InlineData("\"none@500\"", "\"none@500\", \"none@500\"", "cases[1] is none@500, and should be another than those before it")]
    [InlineData(
        "\"none@500\"",
        "\"../../elsewhere\"",
        "cases[0] is ../../elsewhere, and should be the name of a case, without anything that leads elsewhere")]
    [InlineData("\"none@500\"", "\"/etc\"", "cases[0] is /etc, and should be the name of a case, without anything that leads elsewhere")]
    [InlineData("\"none@500\"", "\"a\\u0000b\"", "cases[0] has a NUL in it")]
    [InlineData("\"hertz\": 250", "\"hertz\": 0", "machine.hertz is 0, and can be from 1 to 100000")]
    [InlineData("\"goal\": \"onset\"", "\"goal\": \"all\"", "goal is all, and should be onset or threshold")]
    [InlineData(
        "\"lab\"", "\"laboratory\"",
        "laboratory is a key that this program does not know; a later version may have written it (this one knows format 1)")]
    public void Of_run_json(string from, string to, string problem)
    {
        run.WriteCompleteCase();
        Replace(run.PathOf(RunDirectory.RunName), from, to);

        var refusal = Assert.Throws<ReproException>(run.Read);
        Assert.Equal($"{run.PathOf(RunDirectory.RunName)}: {problem}", refusal.Message);
        Assert.Equal(FailureKind.BadInput, refusal.Kind);
    }

    [Theory]
    [InlineData("""{"host":"client-1","t":-0.1}""", "t is -0.1, and can be from 0 to 1000000")]
    [InlineData("""{"host":"client-1","t":1e400}""", "t is Infinity, and can be from 0 to 1000000")]
    [InlineData("""{"host":"client-9"}""", "host is client-9, and should be one of the case's hosts")]
    [InlineData("""{"host":null}""", "host is null, and should be text")]
    [InlineData(
        """{"host":"client-1","sent":5,"sent":5}""", "this is not JSON: Duplicate property 'sent' encountered during deserialization.")]
    [InlineData("""{"host":"client-1","snt":5}""", "snt is a key that this program does not know")]
    [InlineData("""{"host":"client-1","sent":9223372036854775807}""", "sent is 9.223372036854776E+18, and can be from 0 to 10000000")]
    [InlineData("""{"host":"client-1","latency":[[1]]}""", "latency[0] is not a bucket: nanoseconds, and a count")]
    [InlineData("""{"host":"client-1","latency":[[1,2,3]]}""", "latency[0] is not a bucket: nanoseconds, and a count")]
    [InlineData("""{"host":"client-1","latency":[null]}""", "latency[0] is not a bucket: ")]
    [InlineData("""{"host":"client-1","latency":[]}""", "latency is empty, and should be left out where there is none")]
    [InlineData("""{"host":"client-1","first":[null]}""", "first[0] is not a failure: ")]
    [InlineData("""{"host":"client-1","first":[{"t":1,"outcome":"connect/x"}]}""", "first[0] is not a failure: ")]
    [InlineData(
        """{"host":"client-1","failed":{"\u001b[2J":1}}""",
        "failed.␛[2J is 1, and should be a number from 0 to 10000000 under a plain name")]
    public void Of_a_line_of_traffic(string line, string problem)
    {
        run.WriteCompleteCase();
        File.WriteAllText(run.CasePathOf(RunDirectory.LoadName), $"{line}\n");

        Assert.StartsWith($"cases/none@500/load.ndjson:1: {problem}", Assert.Single(run.ReadCases()).Damage[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"host":"proxy","counters":{"TW":1,"TW":2}}""", "this is not JSON: Duplicate property 'TW' encountered during deserialization.")]
    [InlineData("""{"host":"proxy"}""", "counters is missing")]
    [InlineData("""{"host":"proxy","counters":{"TW":1e30}}""", "counters.TW is 1e30, and should be a whole number of 64 bits")]
    [InlineData(
        """{"host":"proxy","counters":{},"states":{"TIME_WAIT":-1}}""",
        "states.TIME_WAIT is -1, and should be a number from 0 to 10000000")]
    [InlineData(
        """{"host":"proxy","counters":{},"tuples":[null]}""", "tuples[0] is not a tuple: two addresses, and the ports between them")]
    [InlineData(
        """{"host":"proxy","counters":{},"tuples":[{"source":"a","destination":"b","ports":65536}]}""", "tuples[0] is not a tuple: ")]
    [InlineData("""{"host":"proxy","counters":{},"machineBusy":1.5}""", "machineBusy is 1.5, and can be from 0 to 1")]
    public void Of_a_sample(string line, string problem)
    {
        run.WriteCompleteCase();
        File.WriteAllText(run.CasePathOf(RunDirectory.SocketsName), $"{line}\n");

        Assert.StartsWith(
            $"cases/none@500/sockets.ndjson:1: {problem}", Assert.Single(run.ReadCases()).Damage[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_larger_than_any_is_not_taken_into_memory()
    {
        run.WriteCompleteCase();
        using (var file = File.OpenWrite(run.CasePathOf(RunDirectory.CaseName)))
        {
            file.SetLength(1L << 40);
        }

        Assert.Equal(
            $"cases/none@500/case.json: it has {1L << 40} bytes, and can have {16 << 20}", Assert.Single(run.Read().Unreadable).Reason);
    }

    private static void Replace(string path, string from, string to)
    {
        var text = File.ReadAllText(path);
        Assert.Contains(from, text, StringComparison.Ordinal);
        var at = text.IndexOf(from, StringComparison.Ordinal);
        File.WriteAllText(path, text[..at] + to + text[(at + from.Length)..]);
    }
}
