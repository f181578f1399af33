using Repro.Recording;

namespace Repro.Analysis;

/// <summary>The first failure of a case, on whichever hop it was.</summary>
/// <param name="Host">Where it happened.</param>
/// <param name="Failure">What and when.</param>
internal sealed record LocatedFailure(string Host, FirstFailure Failure);

/// <summary>When and where failures began.</summary>
internal static class FirstFailureFinder
{
    /// <summary>The earliest failure of any kind; where backends were ended by a step, for want of a port.</summary>
    public static LocatedFailure? Find(RecordedCase recorded) =>
        CaseConditions.Of(recorded.File).Steps.TakesDown ? FindPortFailure(recorded) : Find(recorded, _ => true);

    /// <summary>The earliest failure for want of a port.</summary>
    public static LocatedFailure? FindPortFailure(RecordedCase recorded) => Find(recorded, PortFailure.In(recorded.File));

    /// <summary>Connections that the side where it failed had opened by then.</summary>
    public static long ConnectionsBefore(RecordedCase recorded, LocatedFailure located)
    {
        if (recorded.Load.All(line => line.Host != located.Host))
        {
            return located.Failure.ConnectsBefore;
        }

        // The clients take turns, so each of them runs out at its own moment.
        return recorded.Load.GroupBy(line => line.Host).Sum(client =>
            client.SelectMany(line => line.First ?? [])
                .FirstOrDefault(failure => failure.Outcome == located.Failure.Outcome)?.ConnectsBefore
            ?? client.Sum(line => line.Connects));
    }

    private static LocatedFailure? Find(RecordedCase recorded, Func<string, bool> counts) => recorded.Load.Concat(recorded.Proxy)
        .SelectMany(line => (line.First ?? []).Select(failure => new LocatedFailure(line.Host, failure)))
        .Where(located => counts(located.Failure.Outcome))
        .MinBy(located => located.Failure.T);
}
