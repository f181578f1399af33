using Repro.Analysis;

namespace Repro.Charts;

/// <summary>Failures over time, all cases in one plot, each onset flagged.</summary>
internal static class FailuresFigure
{
    private const int Width = 960;
    private const double Left = 72;
    private const double Right = Width - 40;
    private const double FlagsTop = 96;
    private const double FlagHeight = 20;
    private const double PlotHeight = 260;
    private const double WidestRim = 7;

    // Onsets that lie closer than this share one flag: their lines can't be told apart either.
    private const double SameOnset = 0.02;

    // With more, rims hide what lies between.
    private const int MostRims = 8;
    private const int MostSwatches = 8;
    private const int LongestNames = 48;

    public static Figure Draw(RunConclusions conclusions)
    {
        var run = conclusions.Summary;
        var cases = run.Cases
            .Select((summary, index) => new Curve(summary, Name(run, summary), conclusions.Series[index], Palette.Case(index)))
            .Where(curve => curve.Summary.HasFigures)
            .ToList();
        var flags = Flags(cases);
        var top = FlagsTop + (flags.Count * FlagHeight) + 16;
        var height = (int)(top + PlotHeight + 76);
        var nothing = run.Cases.All(summary => summary.Valid) ? "No case was run" : "No case is valid";
        var title = cases.Count == 0 ? $"Nothing was measured: {char.ToLowerInvariant(nothing[0])}{nothing[1..]}" : Title(cases, flags);
        var svg = new Svg(Width, height, title, string.Join(" ", run.Cases.Select(summary => $"{summary.Label}: {Finding.Of(summary)}")));
        svg.Text(24, 34, title, size: 18, bold: true);
        svg.Text(24, 56, "Failed requests per second under each mitigation", Palette.Muted);
        if (cases.Count == 0)
        {
            svg.Text(Width / 2.0, top + 60, $"{nothing}: there is nothing to draw.", Palette.Muted, "middle", 15);
            return new Figure("failures", svg);
        }

        var duration = cases.Max(curve => curve.Summary.DurationSeconds);
        var most = cases.Max(curve => curve.Series.Traffic.Select(point => point.FailedPerSecond).Append(curve.Summary.OfferedPerSecond).Max());
        var plot = Plot.Create(svg, Left, top, Right, top + PlotHeight, duration, most * 1.15);
        plot.Frame("seconds since the load started", "failed requests per second", 5);
        DrawCurves(plot, cases);
        // The latest on top: an earlier line then starts below it, and runs through no text but its own plot's.
        DrawFlags(plot, [.. flags.AsEnumerable().Reverse()]);
        svg.Text(24, height - 12, Wording.Conditions(run), Palette.Muted, size: 11);
        return new Figure("failures", svg);
    }

    // Lines that coincide stay visible: each is thinner than the one below it.
    private static void DrawCurves(Plot plot, IReadOnlyList<Curve> cases)
    {
        for (var i = 0; i < cases.Count; i++)
        {
            var points = cases[i].Series.Traffic.Select(point => (point.T, point.FailedPerSecond));
            plot.Svg.Path(plot.Steps(points, cases[i].Series.StepSeconds), cases[i].Colour, cases.Count > MostRims ? 1.5 : 2 + Math.Min(WidestRim, 1.75 * (cases.Count - 1 - i)));
        }
    }

    private static void DrawFlags(Plot plot, IReadOnlyList<Flag> flags)
    {
        for (var row = 0; row < flags.Count; row++)
        {
            var y = FlagsTop + (row * FlagHeight);
            var flag = flags[row];
            var onset = flag.Curves[0].Summary.FirstFailureSeconds;
            var x = onset is { } t ? plot.X[t] : plot.X.From;
            if (onset is not null)
            {
                plot.Svg.Line(x, y - 10, x, plot.Y.From, flag.Curves[0].Colour, 1.5, "2 3");
            }

            DrawFlag(plot, flag, onset, x + 6, y);
        }
    }

    private static void DrawFlag(Plot plot, Flag flag, double? onset, double x, double y)
    {
        var when = onset is { } t ? $"fails from {Wording.Seconds(t)}" : "no failure";
        if (onset is not null && flag.Curves[0].Summary.Predicted.OnsetSeconds is { } predicted)
        {
            when += $" (predicted {Wording.Seconds(predicted)})";
        }

        // A label that would run over the right edge moves to the left until it fits.
        var text = $"{Names(flag)}: {when}";
        var shown = Math.Min(flag.Curves.Count, MostSwatches);
        var swatches = shown * 14;
        var left = Math.Max(8, Math.Min(x, Width - 8 - swatches - (text.Length * 7.2)));
        for (var i = 0; i < shown; i++)
        {
            plot.Svg.Dot(left + 5 + (i * 14), y - 4, 5, flag.Curves[i].Colour);
        }

        plot.Svg.Text(left + 2 + swatches, y, text);
    }

    // As many names as a line has room for.
    private static string Names(Flag flag)
    {
        var names = flag.Curves.Select(curve => curve.Name).ToList();
        var shown = names.Count;
        while (shown > 1 && names.Take(shown).Sum(name => name.Length + 2) > LongestNames)
        {
            shown--;
        }

        return string.Join(", ", names.Take(shown)) + (shown < names.Count ? $" and {names.Count - shown} more" : "");
    }

    private static List<Flag> Flags(IReadOnlyList<Curve> cases)
    {
        var flags = new List<Flag>();
        foreach (var curve in cases.OrderBy(curve => curve.Summary.FirstFailureSeconds ?? double.PositiveInfinity))
        {
            if (flags.Count > 0 && Same(flags[^1].Curves[0], curve))
            {
                flags[^1].Curves.Add(curve);
            }
            else
            {
                flags.Add(new Flag([curve]));
            }
        }

        return flags;

        static bool Same(Curve left, Curve right) => (left.Summary.FirstFailureSeconds, right.Summary.FirstFailureSeconds) switch
        {
            (null, null) => true,
            ({ } one, { } other) => Math.Abs(one - other) <= other * SameOnset,
            _ => false,
        };
    }

    private static string Name(RunSummary run, CaseSummary summary) =>
        run.Cases.Select(other => other.OfferedPerSecond).Distinct().Count() > 1
            ? $"{summary.Label} at {Wording.Rate(summary.OfferedPerSecond)}"
            : summary.Label;

    private static string Title(IReadOnlyList<Curve> cases, IReadOnlyList<Flag> flags)
    {
        var failing = flags.Where(flag => flag.Curves[0].Summary.FirstFailureSeconds is not null).ToList();
        var never = flags.Except(failing).SelectMany(flag => flag.Curves).Select(curve => curve.Name).ToList();
        if (failing.Count == 0)
        {
            return "No request fails in any case";
        }

        var first = failing[0].Curves.Find(curve => curve.Summary.IsBaseline) ?? failing[0].Curves[0];
        var with = first.Summary.IsBaseline ? first.Name.Replace(first.Summary.Label, "Without a mitigation", StringComparison.Ordinal) : $"With {first.Name}";
        var start = $"{with}, failures begin after {Wording.Seconds(first.Summary.FirstFailureSeconds!.Value)}";
        return never.Count switch
        {
            0 => start,
            <= 2 => $"{start}; with {string.Join(" and ", never)}, never",
            _ => $"{start}; with {never.Count} of {cases.Count} cases, never",
        };
    }

    private sealed record Curve(CaseSummary Summary, string Name, CaseSeries Series, string Colour);

    private sealed record Flag(List<Curve> Curves);
}
