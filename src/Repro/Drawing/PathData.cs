using System.Buffers;
using System.Globalization;
using System.Text;

namespace Repro.Drawing;

/// <summary>The data of an SVG path as Skia writes it, absolute moves, lines and curves, in as few points as say the same.</summary>
internal sealed class PathData
{
    // Of a pixel, by which a circle's box may be no square.
    private const double Roundness = 0.06;
    private const int FewestArcs = 4;

    private static readonly SearchValues<char> Letters = SearchValues.Create("MLHVCQZ");

    private readonly StringBuilder text = new();
    private readonly List<(double X, double Y)> run = [];
    private bool isBegun;

    /// <summary>Two decimals, no point twice, none in the middle of a straight run.</summary>
    public static string Compact(string data)
    {
        var path = new PathData();
        foreach (var (command, numbers) in Commands(data))
        {
            path.Append(command, numbers);
        }

        path.Flush();
        return path.text.ToString();
    }

    /// <summary>The middle and the radius of a path that is a circle; null for any other.</summary>
    public static (double X, double Y, double Radius)? Circle(string data)
    {
        if (data.Contains('L', StringComparison.Ordinal))
        {
            return null;
        }

        var commands = Commands(data).ToList();
        if (commands.Count(command => command.Letter is 'Q' or 'C') < FewestArcs
            || commands.Exists(command => command.Letter is not ('M' or 'Q' or 'C' or 'Z')))
        {
            return null;
        }

        var ends = commands.Where(command => command.Numbers.Length > 1).Select(command => End(command.Numbers)).ToList();
        var (left, right) = (ends.Min(end => end.X), ends.Max(end => end.X));
        var (top, bottom) = (ends.Min(end => end.Y), ends.Max(end => end.Y));
        return Math.Abs(right - left - (bottom - top)) < Roundness ? ((left + right) / 2, (top + bottom) / 2, (right - left) / 2) : null;
    }

    private static IEnumerable<(char Letter, double[] Numbers)> Commands(string data)
    {
        for (var start = 0; start < data.Length;)
        {
            var next = data.AsSpan(start + 1).IndexOfAny(Letters);
            var end = next < 0 ? data.Length : start + 1 + next;
            yield return (data[start], Numbers(data.AsSpan(start + 1, end - start - 1)));
            start = end;
        }
    }

    private static double[] Numbers(ReadOnlySpan<char> text)
    {
        // A curve has the most: three points.
        Span<double> numbers = stackalloc double[6];
        var count = 0;
        foreach (var part in text.SplitAny(' ', ','))
        {
            if (!text[part].IsEmpty)
            {
                numbers[count++] = Math.Round(double.Parse(text[part], CultureInfo.InvariantCulture), 2);
            }
        }

        return numbers[..count].ToArray();
    }

    private static (double X, double Y) End(double[] numbers) => (numbers[^2], numbers[^1]);

    private void Append(char command, double[] numbers)
    {
        switch (command)
        {
            case 'M':
                Flush();
                Add(End(numbers));
                break;
            case 'L':
                Add(End(numbers));
                break;
            case 'H':
                Add((numbers[0], run[^1].Y));
                break;
            case 'V':
                Add((run[^1].X, numbers[0]));
                break;
            case 'Z':
                Flush();
                text.Append('Z');
                break;
            default:
                Flush();
                text.Append(command).AppendJoin(' ', numbers.Select(Page.Number));
                // What follows goes on from its end.
                (isBegun, var end) = (true, End(numbers));
                Add(end);
                break;
        }
    }

    private void Add((double X, double Y) point)
    {
        if (run.Count > 0 && run[^1] == point)
        {
            return;
        }

        if (run.Count > 1 && IsBetween(run[^2], run[^1], point))
        {
            run[^1] = point;
        }
        else
        {
            run.Add(point);
        }
    }

    // Straight along an axis, onwards: what is drawn is the same without it.
    private static bool IsBetween((double X, double Y) from, (double X, double Y) middle, (double X, double Y) to) =>
        (from.X == middle.X && middle.X == to.X && (middle.Y - from.Y) * (to.Y - middle.Y) > 0)
        || (from.Y == middle.Y && middle.Y == to.Y && (middle.X - from.X) * (to.X - middle.X) > 0);

    private void Flush()
    {
        for (var i = isBegun ? 1 : 0; i < run.Count; i++)
        {
            text.Append(i == 0 ? 'M' : 'L').Append(Page.Number(run[i].X)).Append(' ').Append(Page.Number(run[i].Y));
        }

        run.Clear();
        isBegun = false;
    }
}
