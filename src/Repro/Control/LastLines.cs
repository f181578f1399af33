namespace Repro.Control;

/// <summary>The newest lines that a process wrote to its standard error, which say why it died.</summary>
internal sealed class LastLines
{
    private const int Most = 3;

    private readonly Lock gate = new();
    private readonly Queue<string> lines = new();

    public void Add(string line)
    {
        lock (gate)
        {
            lines.Enqueue(line);
            if (lines.Count > Most)
            {
                lines.Dequeue();
            }
        }
    }

    /// <summary>They, as the end of a sentence; empty where there are none.</summary>
    public override string ToString()
    {
        lock (gate)
        {
            return lines.Count == 0 ? "" : $": {string.Join(" ", lines)}";
        }
    }
}
