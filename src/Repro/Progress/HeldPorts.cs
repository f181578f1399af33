using Repro.Recording;

namespace Repro.Progress;

/// <summary>
/// Ports in use at the hosts that open the connections of a hop: as their last dumps counted them, and TIME_WAIT has moved since.
/// </summary>
internal sealed class HeldPorts
{
    private readonly Dictionary<string, Held> hosts = [];

    /// <summary>Ports in use, in any state.</summary>
    public long InUse => hosts.Values.Sum(held => Math.Max(0, held.Ports + held.Since));

    /// <summary>Those of them in TIME_WAIT.</summary>
    public long InTimeWait => hosts.Values.Sum(held => Math.Max(0, held.InTimeWait + held.Since));

    /// <summary>Takes a sample of one of the hosts.</summary>
    public void Add(SocketsLine line)
    {
        var last = hosts.GetValueOrDefault(line.Host);
        hosts[line.Host] = line.Tuples is { } tuples
            ? new Held(tuples.Sum(tuple => tuple.Ports), tuples.Sum(tuple => tuple.TimeWait), line.TimeWait, 0)
            : last with { Since = line.TimeWait - last.AllTimeWait };
    }

    // All of its TIME_WAIT may have some of connections that it accepted; of these only the change since the dump is let in.
    private readonly record struct Held(int Ports, int InTimeWait, int AllTimeWait, int Since);
}
