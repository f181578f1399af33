using System.Globalization;

namespace Repro.Drawing;

/// <summary>How values of an axis are written.</summary>
internal static class Axis
{
    /// <summary>A tick, whatever the culture.</summary>
    public static string Tick(double value) => value.ToString("#,0.###", CultureInfo.InvariantCulture);
}
