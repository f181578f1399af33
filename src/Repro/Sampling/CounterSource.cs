namespace Repro.Sampling;

/// <summary>Counters of a file of /proc, and what they came to since a moment.</summary>
/// <param name="path">The file.</param>
/// <param name="list">Those of its counters that count.</param>
internal sealed class CounterSource(string path, CounterList list) : IDisposable
{
    private readonly ProcFile file = new(path);
    private long[] baseline = [];

    /// <summary>Counts from now on.</summary>
    public void Restart()
    {
        list.Read(file.Read());
        baseline = list.Values.ToArray();
    }

    /// <summary>Adds what has changed since the restart, by name.</summary>
    public void AddTo(Dictionary<string, long> changes)
    {
        list.Read(file.Read());
        var values = list.Values;
        for (var index = 0; index < values.Length; index++)
        {
            var since = values[index] - (index < baseline.Length ? baseline[index] : 0);
            if (since != 0)
            {
                changes[list.Names[index]] = since;
            }
        }
    }

    /// <summary>The value of one now; 0 where the kernel has none of that name.</summary>
    public long Read(string name)
    {
        list.Read(file.Read());
        for (var index = 0; index < list.Names.Count; index++)
        {
            if (list.Names[index] == name)
            {
                return list.Values[index];
            }
        }

        return 0;
    }

    public void Dispose() => file.Dispose();
}
