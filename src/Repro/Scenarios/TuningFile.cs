using Repro.Model;

namespace Repro.Scenarios;

/// <summary>
/// A file of sysctls as systems have them below /etc/sysctl.d (sysctl.d(5), sysctl.conf(5)): <c>key = value</c>, with dots or slashes, a
/// dash before a key whose failure does not matter, and comments after <c>#</c> or <c>;</c> at a line's start.
/// </summary>
internal static class TuningFile
{
    /// <summary>What is said of what no host is given.</summary>
    public const string LeftOut = "it is left out";

    private const string OfNetwork = "net.";

    /// <summary>What each line comes to that is more than a comment.</summary>
    public static IEnumerable<TuningLine> Read(string text)
    {
        foreach (var (index, raw) in text.Split('\n').Index())
        {
            if (raw.Trim() is { Length: > 0 } line && line[0] is not ('#' or ';'))
            {
                yield return Of(index + 1, raw.IndexOf(line[0], StringComparison.Ordinal) + 1, line);
            }
        }
    }

    private static TuningLine Of(int number, int column, string line)
    {
        var place = (number, column);
        var split = line.IndexOf('=', StringComparison.Ordinal);
        var isOptional = line[0] == '-';
        var key = line[..(split < 0 ? line.Length : split)].TrimStart('-').Trim();
        var value = split < 0 ? "" : string.Join(' ', line[(split + 1)..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

        // What sysctl(8) and systemd warn of and pass by.
        if (split < 0 || key.Length == 0)
        {
            return TuningLine.Not(place, isOptional && split < 0
                ? $"{Quoted.Of(key)} only keeps patterns off a key; {LeftOut}"
                : $"{Quoted.Of(line)} is no line of a file of sysctls, which is key = value; {LeftOut}");
        }

        if (Name(key) is not { } name)
        {
            return TuningLine.Not(place, $"{Quoted.Of(key)} is a pattern, or of a device with a dot in its name; {LeftOut}");
        }

        return !name.StartsWith(OfNetwork, StringComparison.Ordinal)
            ? TuningLine.Not(place, $"{name} is the whole machine's: a network namespace has net.* alone; {LeftOut}")
            : MachineSysctls.WhyNot(name) is { } why ? TuningLine.Not(place, $"{name} {why}; {LeftOut}")
            : value.Length == 0 && !SysctlText.MayBeEmpty(name) ? TuningLine.Not(place, $"{name} is given no value; {LeftOut}")
            : new TuningLine(place, name, value, null, isOptional);
    }

    // Where a slash comes first slashes part the names, and a dot is one of a name; elsewhere it is the other way round (sysctl.d(5)).
    private static string? Name(string key)
    {
        var first = key.AsSpan().IndexOfAny('.', '/');
        var isPath = first >= 0 && key[first] == '/';
        return key.AsSpan().ContainsAny("*?[") || key.Contains(isPath ? '.' : '/', StringComparison.Ordinal) ? null
            : isPath ? SysctlText.Dotted(key)
            : key;
    }
}

/// <summary>A line of a file of sysctls.</summary>
/// <param name="Place">Its number and the column of its first letter, from 1.</param>
/// <param name="Name">By the kernel's own name; empty for one that sets nothing.</param>
/// <param name="Value">With single spaces.</param>
/// <param name="Remark">Why it sets nothing; null where it does.</param>
/// <param name="IsOptional">Whether it does not matter if there is no such sysctl.</param>
internal sealed record TuningLine((int Line, int Column) Place, string Name, string Value, string? Remark, bool IsOptional)
{
    public static TuningLine Not((int Line, int Column) place, string remark) => new(place, "", "", remark, false);
}
