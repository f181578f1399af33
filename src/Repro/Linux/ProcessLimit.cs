using System.Globalization;

namespace Repro.Linux;

/// <summary>What a process may have, as its hard limits say.</summary>
internal static class ProcessLimit
{
    private const string LimitsFile = "/proc/self/limits";

    // The names of limits have spaces in them, and are padded to this width (fs/proc/base.c).
    private const int NameWidth = 26;

    /// <summary>Descriptors; null where that is not known.</summary>
    public static int? OpenFiles => Hard("Max open files");

    /// <summary>Processes and threads of the user; null where there is no limit.</summary>
    public static int? Processes => Hard("Max processes");

    private static int? Hard(string name) => File.Exists(LimitsFile)
        && File.ReadLines(LimitsFile)
            .FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { Length: > NameWidth } line
        && line[NameWidth..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var hard, ..]
        && int.TryParse(hard, NumberStyles.None, CultureInfo.InvariantCulture, out var most)
            ? most
            : null;
}
