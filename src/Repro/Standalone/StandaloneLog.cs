using Repro.Recording;

namespace Repro.Standalone;

/// <summary>
/// What a node that runs alone says to people: a line for each second in which something happens, one for the first failure of each
/// kind, and a last one. Seconds count from the first request.
/// </summary>
/// <param name="readPorts">Reads how many local ports are in use at this moment; nothing for a host whose ports nobody asks about.</param>
internal sealed class StandaloneLog(Func<IReadOnlyList<PortUse>> readPorts)
{
    // More destinations are told as the fullest one.
    private const int MostDestinations = 4;
    private const int BinsPerSecond = 10;

    private static readonly Dictionary<string, (string Call, string Error)> PortErrors = new()
    {
        ["connect/EADDRNOTAVAIL"] = ("connect()", "EADDRNOTAVAIL, Cannot assign requested address"),
        ["bind/EADDRINUSE"] = ("bind()", "EADDRINUSE, Address already in use"),
    };

    private readonly TrafficTally all = new();
    private TrafficTally second = new();
    private IReadOnlyList<PortUse> ports = [];
    private double? origin;
    private long bins;

    /// <summary>The last line.</summary>
    public string Summary => $"in all: {all}";

    /// <summary>Takes what happened in one bin, and returns what there is to say.</summary>
    public IReadOnlyList<string> Add(TrafficLine line)
    {
        if (origin is null && line is { Due: 0, Sent: 0, First: null })
        {
            return [];
        }

        origin ??= line.T;
        all.Add(line);
        second.Add(line);
        var said = (line.First ?? []).Select(Failure).ToList();
        bins++;
        if (bins % BinsPerSecond == 0 && EndSecond() is { } text)
        {
            said.Add(text);
        }

        return said;
    }

    private string? EndSecond()
    {
        var (traffic, before) = (second, ports);
        (second, ports) = (new TrafficTally(), readPorts());
        var use = Use();
        return !traffic.IsEmpty ? $"{bins / BinsPerSecond,3} s: {traffic}{(use.Length > 0 ? $"; {use}" : "")}"
            : !ports.SequenceEqual(before) ? $"{bins / BinsPerSecond,3} s: {use}"
            : null;
    }

    private string Use()
    {
        if (ports.Count == 0)
        {
            return "";
        }

        var named = ports.Count <= MostDestinations
            ? string.Join(", ", ports)
            : $"{ports.Sum(use => use.InUse):N0} of {ports.Sum(use => use.Capacity):N0}, most of them {ports.MaxBy(use => use.InUse)}";
        return $"ports in use: {named}; {ports.Sum(use => use.TimeWait):N0} in TIME_WAIT";
    }

    private string Failure(FirstFailure first)
    {
        var moment = $"{first.T - origin:0.0} s";
        if (!PortErrors.TryGetValue(first.Outcome, out var error))
        {
            return $"{moment}: the first request to {first.Towards} that failed with {first.Outcome}.";
        }

        var text = $"{moment}: OUT OF PORTS: {error.Call} towards {first.Towards} failed: {error.Error}. "
            + $"{Noun.Counted(first.ConnectsBefore, "connection")} {Noun.Were(first.ConnectsBefore)} opened before";
        return readPorts().FirstOrDefault(use => use.Towards == first.Towards || use.Towards == PortUse.Everywhere) is { } full
            ? $"{text}; {full.InUse:N0} of {Noun.Counted(full.Capacity, "port")} towards {full.Towards} {Noun.Are(full.InUse)} in use, "
                + $"{full.TimeWait:N0} in TIME_WAIT."
            : $"{text}.";
    }
}
