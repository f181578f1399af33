using System.Globalization;

namespace Repro.Watching;

/// <summary>Files that processes have open, of those processes that this user may look into.</summary>
internal static class OpenFiles
{
    private const string Processes = "/proc";
    private const string SocketPrefix = "socket:[";

    /// <summary>The processes that are near their limit.</summary>
    /// <param name="share">Of the limit, from which on it is near.</param>
    public static IEnumerable<Finding> NearTheirLimit(double share)
    {
        foreach (var (id, open) in Ids().Select(id => (id, Count(id))))
        {
            if (open > 0 && Limit(id) is { } limit && open > limit * share)
            {
                yield return new Finding(
                    FindingId.OpenFiles,
                    $"{Name(id)} ({id}) has {open} files open, and may have {limit}: what fails then is EMFILE (too many open files), "
                        + "and not for want of a port",
                    "Raise its limit (LimitNOFILE= of its service, ulimit -n), or find what it does not close.");
            }
        }
    }

    /// <summary>Who has one of some sockets open, as <c>name (id)</c>.</summary>
    /// <returns>A function from inodes; it looks through all processes once.</returns>
    public static Func<IReadOnlyList<uint>, IReadOnlyList<string>> Owners()
    {
        var byInode = new Lazy<ILookup<uint, int>>(() => Ids()
            .SelectMany(id => Sockets(id).Select(inode => (Inode: inode, Id: id)))
            .ToLookup(pair => pair.Inode, pair => pair.Id));
        return inodes => inodes.Count == 0
            ? []
            : [.. inodes.SelectMany(inode => byInode.Value[inode]).Distinct().Order().Select(id => $"{Name(id)} ({id})")];
    }

    private static IEnumerable<int> Ids() => Directory.EnumerateDirectories(Processes)
        .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0);

    private static int Count(int id) => Try(() => Directory.EnumerateFileSystemEntries($"{Processes}/{id}/fd").Count(), 0);

    private static IReadOnlyList<uint> Sockets(int id) => Try<IReadOnlyList<uint>>(
        () =>
        [
            .. Directory.EnumerateFileSystemEntries($"{Processes}/{id}/fd")
                .Select(file => Try(() => new FileInfo(file).LinkTarget, null))
                .Where(target => target?.StartsWith(SocketPrefix, StringComparison.Ordinal) == true)
                .Select(target => uint.Parse(target.AsSpan()[SocketPrefix.Length..^1], CultureInfo.InvariantCulture)),
        ],
        []);

    // "Max open files            1024                 524288               files"
    private static long? Limit(int id) => Try(
        () => File.ReadLines($"{Processes}/{id}/limits")
            .Where(line => line.StartsWith("Max open files", StringComparison.Ordinal))
            .Select(line => line["Max open files".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0])
            .Select(word => long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : (long?)null)
            .FirstOrDefault(),
        null);

    private static string Name(int id) => Try(() => File.ReadAllText($"{Processes}/{id}/comm").Trim(), "a process");

    // A process may be somebody else's, or end meanwhile.
    private static T Try<T>(Func<T> read, T otherwise)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return otherwise;
        }
    }
}
