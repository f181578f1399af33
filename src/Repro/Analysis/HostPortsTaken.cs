using Repro.Recording;

namespace Repro.Analysis;

/// <summary>Ports of one host's connections to the backends that can't be had, over time.</summary>
internal sealed class HostPortsTaken
{
    private readonly List<(double T, long Ports)> dumps;
    private readonly List<(double T, long Opened)> opened = [];
    private readonly double width;
    private readonly double? heldSeconds;

    /// <param name="lines">What it did.</param>
    /// <param name="samples">Its samples.</param>
    /// <param name="prefilled">Ports that were filled before the load.</param>
    /// <param name="width">Width of a bin of <paramref name="lines"/>, in seconds.</param>
    /// <param name="heldSeconds">How long a port is held that may be taken over then; null for ports that are not.</param>
    public HostPortsTaken(
        IEnumerable<TrafficLine> lines, IEnumerable<SocketsLine> samples, long prefilled, double width, double? heldSeconds)
    {
        this.width = width;
        this.heldSeconds = heldSeconds;
        dumps =
        [
            (0, prefilled),
            .. samples.Where(line => line.Tuples is not null && line.T > 0).OrderBy(line => line.T)
                .Select(line => (line.T, line.Tuples!.Sum(tuple => (long)tuple.Ports))),
        ];
        var all = 0L;
        foreach (var line in lines.OrderBy(line => line.T))
        {
            opened.Add((line.T, all));
            all += line.Connects;
        }

        opened.Add((opened.Count > 0 ? opened[^1].T + width : 0, all));
    }

    /// <summary>How many at a moment; null after the last dump.</summary>
    public double? At(double t)
    {
        var next = FirstNotBefore(dumps.Count, index => dumps[index].T, t);
        if (next == dumps.Count)
        {
            return null;
        }

        var (before, after) = (dumps[Math.Max(0, next - 1)], dumps[next]);
        // What was opened since a dump is taken, unless the next one shows that it has come free since.
        var taken = Math.Min(before.Ports + OpenedBetween(before.T, t), Math.Max(before.Ports, after.Ports));
        return heldSeconds is { } seconds ? Math.Min(taken, OpenedBetween(t - seconds, t)) : taken;
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
