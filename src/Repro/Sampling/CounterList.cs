namespace Repro.Sampling;

/// <summary>Counters as the kernel lists them in a file of /proc: their names are made once, their values read again and again.</summary>
internal abstract class CounterList
{
    /// <summary>Their names; empty before the first reading, and where the kernel has none of them.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>Their values as they were last read, in the order of the names.</summary>
    public abstract ReadOnlySpan<long> Values { get; }

    /// <summary>Reads the file's text.</summary>
    public abstract void Read(ReadOnlySpan<byte> text);
}
