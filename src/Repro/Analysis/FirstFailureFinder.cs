using Repro.Recording;

namespace Repro.Analysis;

/// <summary>The first failure of a case, on whichever hop it was.</summary>
/// <param name="Host">Where it happened.</param>
/// <param name="Failure">What and when.</param>
internal sealed record LocatedFailure(string Host, FirstFailure Failure);

/// <summary>When and where failures began.</summary>
internal static class FirstFailureFinder
{
    /// <summary>The earliest failure of any kind.</summary>
    public static LocatedFailure? Find(RecordedCase recorded) => Find(recorded, _ => true);

    /// <summary>The earliest failure for want of a port.</summary>
    public static LocatedFailure? FindPortFailure(RecordedCase recorded) => Find(recorded, PortFailure.Is);

    private static LocatedFailure? Find(RecordedCase recorded, Func<string, bool> counts) => recorded.Load.Concat(recorded.Proxy)
        .SelectMany(line => (line.First ?? []).Select(failure => new LocatedFailure(line.Host, failure)))
        .Where(located => counts(located.Failure.Outcome))
        .MinBy(located => located.Failure.T);
}
