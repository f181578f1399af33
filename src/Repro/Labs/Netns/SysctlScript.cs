using Repro.Linux;

namespace Repro.Labs.Netns;

/// <summary>Sysctls set and read back by a shell, in the namespace that it is in.</summary>
internal static class SysctlScript
{
    /// <summary>
    /// Takes paths and values as arguments, and says what each path has then. Those that there are not it says nothing of. It goes through
    /// them twice, as one may stand in another's way until that is set: a port range has to begin at ip_unprivileged_port_start or above.
    /// </summary>
    public const string Write = """

        set_all() {
          while [ $# -ge 2 ]; do
            if [ -e "$1" ]; then echo "$2" >"$1"; fi
            shift 2
          done
        }
        set_all "$@" 2>/dev/null
        set_all "$@"
        while [ $# -ge 2 ]; do
          if [ -e "$1" ]; then echo "$1 $(cat "$1")"; fi
          shift 2
        done
        """;

    /// <summary>Value by path, with single spaces, of what <see cref="Write"/> said.</summary>
    public static IReadOnlyDictionary<string, string> Read(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries))
        .Where(parts => parts.Length > 0)
        .DistinctBy(parts => parts[0])
        .ToDictionary(parts => parts[0], parts => parts.Length > 1 ? SysctlFile.SingleSpaced(parts[1]) : "");
}
