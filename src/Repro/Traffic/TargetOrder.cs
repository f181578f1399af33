using System.Numerics;

namespace Repro.Traffic;

/// <summary>The order of targets for a transparent proxy that takes them in turn, whichever client asks.</summary>
internal static class TargetOrder
{
    /// <summary>
    /// A turn in which every client meets every target once, where the clients take turns too. Two turns in step would meet some of the
    /// tuples alone, of two clients and two targets half: so this one is shifted by a target whenever the two are where they began.
    /// </summary>
    /// <param name="targets">The targets, at least one.</param>
    /// <param name="clients">Number of clients, from 1 on.</param>
    /// <returns>Targets × clients entries.</returns>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> targets, int clients)
    {
        var period = targets.Count * clients / (int)BigInteger.GreatestCommonDivisor(targets.Count, clients);
        return [.. Enumerable.Range(0, targets.Count * clients).Select(number => targets[(number + (number / period)) % targets.Count])];
    }
}
