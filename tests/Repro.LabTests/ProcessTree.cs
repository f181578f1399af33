using System.Diagnostics;
using System.Globalization;

namespace Repro.LabTests;

/// <summary>A process and all that came from it, and the network namespaces they are in.</summary>
internal sealed class ProcessTree
{
    private readonly HashSet<string> starts;
    private readonly HashSet<string> namespaces;

    private ProcessTree(IReadOnlyList<int> ids, IEnumerable<string> namespaces)
    {
        Ids = ids;
        FirstOfSandbox = ids.ElementAtOrDefault(2);
        starts = [.. ids.Select(Identity).OfType<string>()];
        this.namespaces = [.. namespaces];
    }

    public int Count => starts.Count;

    /// <summary>The process ids, as this process sees them.</summary>
    public IReadOnlyList<int> Ids { get; }

    /// <summary>The third from the root: the program, unshare, the program inside.</summary>
    public int FirstOfSandbox { get; }

    public static ProcessTree Of(int root)
    {
        var all = From(root);
        var own = Namespace(Environment.ProcessId);
        return new ProcessTree(all, all.Select(Namespace).OfType<string>().Where(name => name != own));
    }

    /// <summary>Ids of a process and of all that came from it, itself first.</summary>
    public static IReadOnlyList<int> From(int root)
    {
        var parents = Processes().Select(id => (Id: id, Parent: Parent(id))).Where(pair => pair.Parent is not null)
            .ToLookup(pair => pair.Parent, pair => pair.Id);
        var all = new List<int>();
        var next = new Queue<int>([root]);
        while (next.TryDequeue(out var id))
        {
            all.Add(id);
            foreach (var child in parents[id])
            {
                next.Enqueue(child);
            }
        }

        return all;
    }

    /// <summary>Waits until nothing of it is left; false when that takes longer than the limit.</summary>
    public bool IsGoneWithin(TimeSpan limit)
    {
        var begun = Stopwatch.GetTimestamp();
        return SpinWait.SpinUntil(
            () => !Processes().Any(id =>
                (Identity(id) is { } start && starts.Contains(start)) || (Namespace(id) is { } name && namespaces.Contains(name))),
            limit - Stopwatch.GetElapsedTime(begun));
    }

    private static IEnumerable<int> Processes() => Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0);

    private static int? Parent(int id) => Stat(id) is { } fields ? int.Parse(fields[1], CultureInfo.InvariantCulture) : null;

    // Ids come again; with the time of its start a process is told from its successors. A zombie is gone but for its parent's asking.
    private static string? Identity(int id) => Stat(id) is { } fields && fields[0] != "Z" ? $"{id}@{fields[19]}" : null;

    private static string[]? Stat(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Namespace(int id)
    {
        try
        {
            return new FileInfo($"/proc/{id}/ns/net").LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
