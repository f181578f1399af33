using System.Text;
using System.Text.Json;
using Repro.Recording;
using Repro.Tests.Analysis;

namespace Repro.Tests.Recording;

/// <summary>restarts.ndjson of a case with services.</summary>
public sealed class RestartsFileTests : IDisposable
{
    private static readonly RestartLine[] Lines =
        [new("proxy", 0.1, 40000), new("proxy", 0.2, 40001, "EADDRINUSE"), new("proxy", 1.1, 40000)];

    private readonly TemporaryRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public void Restarts_are_read_as_they_were_recorded()
    {
        Write(Lines);

        var read = Assert.Single(run.ReadCases());
        Assert.Equal(Lines, read.Restarts);
        Assert.Equal(3, read.End!.Files![RunDirectory.RestartsName].Lines);
        Assert.Empty(read.Damage);
    }

    [Fact]
    public void A_line_that_is_lost_is_damage()
    {
        Write(Lines);
        var file = run.CasePathOf(RunDirectory.RestartsName);
        File.WriteAllLines(file, File.ReadAllLines(file).Skip(1));

        Assert.Contains("1 of 3 lines is missing", Assert.Single(Assert.Single(run.ReadCases()).Damage), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"host":"mars","t":1,"port":1}""", "host is mars")]
    [InlineData("""{"host":"proxy","t":-1,"port":1}""", "t is -1")]
    [InlineData("""{"host":"proxy","t":1,"port":70000}""", "port is 70000")]
    [InlineData("""{"host":"proxy","t":1,"port":1,"error":"\n"}""", "error is")]
    public void A_line_that_can_not_be_is_damage(string line, string problem)
    {
        Write(Lines);
        File.AppendAllText(run.CasePathOf(RunDirectory.RestartsName), line + "\n");

        Assert.Contains(Assert.Single(run.ReadCases()).Damage, damage => damage.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void A_case_without_services_has_no_such_file()
    {
        run.WriteCompleteCase();

        Assert.False(File.Exists(run.CasePathOf(RunDirectory.RestartsName)));
        Assert.Empty(Assert.Single(run.ReadCases()).Restarts);
    }

    private void Write(IEnumerable<RestartLine> lines)
    {
        run.WriteFile(TemporaryRun.File(TemporaryRun.CaseId));
        using var recorder = run.Record(
            new CaseBuilder { Id = TemporaryRun.CaseId }.File() with { Restarts = new RestartFacts(2, 2, 3, 0.1, 0, 0.2) });
        foreach (var line in lines)
        {
            recorder.Restart(new RawLine(
                RawKind.Restart, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(line, LineJson.Default.RestartLine))));
        }

        recorder.Complete(new CaseEnd([], 0));
    }
}
