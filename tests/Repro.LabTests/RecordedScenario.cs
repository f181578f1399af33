using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit.Sdk;

namespace Repro.LabTests;

/// <summary>A scenario that was run once, for the tests of a class to look at.</summary>
public abstract class RecordedScenario : IAsyncLifetime
{
    private readonly Scratch scratch = new();
    private UndisturbedRun? run;

    internal int ExitCode => Run.ExitCode;

    internal string Errors => Run.Errors;

    internal string Directory => Run.Directory;

    internal JsonNode Summary => Run.Summary;

    private UndisturbedRun Run => run ?? throw new InvalidOperationException("it was not run");

    protected abstract string ScenarioFile(string folder);

    internal JsonNode Case(string mitigation) => Run.Cases.Single(row => (string?)row["mitigation"] == mitigation);

    internal IEnumerable<JsonNode> Lines(string caseId, string file) =>
        File.ReadLines(Path.Combine(Directory, "cases", caseId, file)).Select(line => JsonNode.Parse(line)!);

    /// <summary>What the scenario needs of the machine.</summary>
    protected virtual Task RequireAsync() => Requirement.NetnsAsync();

    public async ValueTask InitializeAsync()
    {
        try
        {
            await RequireAsync();
        }
        catch (SkipException)
        {
            // Each test says so itself.
            return;
        }

        run = await UndisturbedRun.OfAsync(scratch, ScenarioFile(scratch.Root), []);
    }

    public ValueTask DisposeAsync()
    {
        scratch.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc cref="UndisturbedRun.AssertAsExpected"/>
    internal void AssertAsExpected() => Run.AssertAsExpected();

    /// <summary>A case's ports ran out after exactly so many connections, and within 1 % of the moment.</summary>
    internal void AssertRanOut(string mitigation, int capacity, double onset)
    {
        var measured = Case(mitigation)["measured"]!;
        Assert.Equal(capacity, (int)measured["connectionsBeforeFirstFailure"]!);
        Assert.Equal(capacity, (int)measured["peakTimeWait"]!);
        Assert.InRange(Number(measured["firstFailureSeconds"]), onset * 0.99, onset * 1.01);
    }

    /// <summary>Nothing failed, and each port that was ever used was taken over from TIME_WAIT from then on.</summary>
    internal void AssertTakenOver(string mitigation)
    {
        var measured = Case(mitigation)["measured"]!;
        Assert.Equal(0, (long)measured["failed"]!);
        var expected = (long)measured["ok"]! - (long)measured["peakTimeWait"]!;
        Assert.InRange((long)measured["timeWaitRecycled"]!, expected * 0.995, expected * 1.005);
    }

    internal static double Number(JsonNode? node) => node!.GetValue<JsonElement>().GetDouble();
}
