using FsCheck;
using FsCheck.Fluent;

namespace Repro.Tests;

/// <summary>Values to check properties with.</summary>
internal static class Generators
{
    /// <summary>Runs a test for a hundred generated values; the smallest one that fails is in the message.</summary>
    public static void ForAll<T>(this Gen<T> values, Action<T> test) => values.ForAll(100, test);

    /// <summary>The same for as many as are asked for, where each takes long.</summary>
    public static void ForAll<T>(this Gen<T> values, int count, Action<T> test) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(count), Prop.ForAll(values.ToArbitrary(), test));

    /// <summary>A list of up to <paramref name="most"/> items.</summary>
    public static Gen<List<T>> Listed<T>(this Gen<T> items, int most) =>
        from count in Gen.Choose(0, most)
        from list in items.ListOf(count)
        select list.ToList();
}
