namespace Repro.Drawing;

/// <summary>The unit that a time axis is labelled in.</summary>
/// <param name="Name">Its name, in the plural.</param>
/// <param name="Seconds">How many seconds it is.</param>
internal sealed record TimeUnit(string Name, double Seconds)
{
    private static readonly TimeUnit[] All = [new("seconds", 1), new("minutes", 60), new("hours", 3600)];

    // Of the smaller unit: up to five minutes are told in seconds, up to five hours in minutes.
    private const double Most = 300;

    /// <summary>Moments for the ticks of an axis, in seconds, at most so many steps: round ones in its unit.</summary>
    public static IReadOnlyList<double> Ticks(IScale axis, int most)
    {
        var unit = For(axis.Maximum);
        return [.. new Scale(axis.Maximum / unit.Seconds, axis.From, axis.To).Ticks(most).Select(tick => tick * unit.Seconds)];
    }

    /// <summary>The one for an axis up to so many seconds.</summary>
    public static TimeUnit For(double seconds) => Array.Find(All, unit => seconds / unit.Seconds <= Most) ?? All[^1];
}
