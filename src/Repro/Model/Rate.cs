using System.Globalization;

namespace Repro.Model;

/// <summary>Requests per second, written with its unit: <c>500/s</c>, <c>30/min</c>.</summary>
/// <param name="PerSecond">Requests per second, above 0.</param>
public readonly record struct Rate(double PerSecond)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PerSecond:0.######}/s");
}
