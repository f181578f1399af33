using System.Text.Json;

namespace Repro.Benchmarks.Lab;

/// <summary>The line of JSON that a program of the reference prints.</summary>
internal static class Numbers
{
    public static Dictionary<string, double> Read(string output) =>
        JsonSerializer.Deserialize<Dictionary<string, double>>(output.Trim().Split('\n')[^1]) ?? throw new FormatException("no numbers");
}
