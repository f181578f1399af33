using Repro.Model;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>The hop that found no port first, as its opening side saw it.</summary>
/// <param name="Hop">The hop.</param>
/// <param name="First">Its first failure for want of a port.</param>
/// <param name="Failed">Connections that found no port.</param>
/// <param name="AskedFor">Connections that were asked for from the first failure on.</param>
internal sealed record RanOut(HopFacts Hop, LocatedFailure First, long Failed, long AskedFor)
{
    // Of the connections that were asked for from the first failure on.
    private const double StrayShare = 0.001;

    /// <summary>
    /// Whether it went on to find ports for nearly all that came after: a stall's burst or a search that missed one, and not ports that ran
    /// out.
    /// </summary>
    public bool IsStray => !First.Failure.IsUncounted && Failed <= Math.Max(1, AskedFor * StrayShare);

    /// <summary>Null where every connection found a port.</summary>
    public static RanOut? Of(RecordedCase recorded)
    {
        if (FirstFailureFinder.FindPortFailure(recorded) is not { } first)
        {
            return null;
        }

        var hop = recorded.File.HopOf(PortFailure.IsOfNat(first.Failure.Outcome) ? HostRole.Nat : RecordedCase.RoleOf(first.Host));
        var since = recorded.LinesOf(hop.Opener).Where(line => line.T + recorded.File.BinSeconds > first.Failure.T).ToList();
        var failed = since.Sum(PortFailure.Counting(recorded.File));
        return new RanOut(hop, first, failed, failed + since.Sum(line => line.Connects));
    }
}
