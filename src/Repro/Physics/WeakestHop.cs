namespace Repro.Physics;

/// <summary>Which leg of a request's way is the first to give out; hops are in the order of the way, clients' first.</summary>
internal static class WeakestHop
{
    /// <summary>The hop whose value is the lowest; the last one, which the scenario is about, where none has a value.</summary>
    /// <param name="hops">At least one.</param>
    /// <param name="value">Its threshold or its onset; null for none.</param>
    public static T Of<T>(IReadOnlyList<T> hops, Func<T, double?> value)
        where T : class => hops.Where(hop => value(hop) is not null).MinBy(value) ?? hops[^1];
}
