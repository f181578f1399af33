using Repro.Recording;

namespace Repro.Analysis;

/// <summary>Ports of the proxy's connections to the backends that can't be had, over time, as its dumps count them.</summary>
internal sealed class PortsTaken
{
    private readonly List<(double T, long Ports)> dumps;
    private readonly List<(double T, long Opened)> opened = [];
    private readonly double width;
    private readonly long capacity;
    private readonly double? heldSeconds;

    private PortsTaken(RecordedCase recorded)
    {
        width = recorded.File.BinSeconds;
        capacity = recorded.File.Upstream.CapacityPorts;
        // A port that may be taken over is as good as a free one: only the youngest are held then.
        heldSeconds = HopReuse.DelaySeconds(recorded.File, recorded.File.Upstream)
            + CaseConditions.Of(recorded.File).Backends.Delay.TotalSeconds;
        dumps =
        [
            (0, recorded.End?.Proxy?.Prefilled ?? 0),
            .. ProxySamples.Of(recorded).Where(line => line.Tuples is not null && line.T > 0).OrderBy(line => line.T)
                .Select(line => (line.T, line.Tuples!.Sum(tuple => (long)tuple.Ports))),
        ];
        var all = 0L;
        foreach (var line in recorded.Proxy.OrderBy(line => line.T))
        {
            opened.Add((line.T, all));
            all += line.Connects;
        }

        opened.Add((opened.Count > 0 ? opened[^1].T + width : 0, all));
    }

    /// <summary>Whether ports are taken over from TIME_WAIT.</summary>
    public bool IsReused => heldSeconds is not null;

    public static PortsTaken Of(RecordedCase recorded) => new(recorded);

    /// <summary>Percent of all ports at a moment; null after the last dump.</summary>
    public double? PercentAt(double t)
    {
        var next = FirstNotBefore(dumps.Count, index => dumps[index].T, t);
        if (next == dumps.Count)
        {
            return null;
        }

        var (before, after) = (dumps[Math.Max(0, next - 1)], dumps[next]);
        // What was opened since a dump is taken, unless the next one shows that it has come free since.
        var taken = Math.Min(before.Ports + OpenedBetween(before.T, t), Math.Max(before.Ports, after.Ports));
        var held = heldSeconds is { } seconds ? Math.Min(taken, OpenedBetween(t - seconds, t)) : taken;
        return Math.Min(100, held * 100 / capacity);
    }

    private double OpenedBetween(double from, double to) => OpenedBefore(to) - OpenedBefore(from);

    // Evenly within a bin.
    private double OpenedBefore(double t)
    {
        var index = FirstNotBefore(opened.Count, at => opened[at].T, Math.BitIncrement(t)) - 1;
        return index < 0 ? 0
            : index == opened.Count - 1 ? opened[index].Opened
            : opened[index].Opened + ((opened[index + 1].Opened - opened[index].Opened) * Math.Min(1, (t - opened[index].T) / width));
    }

    // A day has many of them.
    private static int FirstNotBefore(int count, Func<int, double> at, double t)
    {
        var (from, to) = (0, count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = at(middle) < t ? (middle + 1, to) : (from, middle);
        }

        return from;
    }
}
