using System.Diagnostics.CodeAnalysis;
using ScottPlot;
using ScottPlot.Rendering.RenderActions;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Repro.Drawing;

/// <summary>
/// What is drawn within axes, by ScottPlot: grid, ticks, curves, fills, bars and markers. What was added first is drawn at the
/// bottom. Nothing is cut off at its edges: marks on them stay whole.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Its plot is disposed by Draw, with which every pane ends.")]
internal sealed class Pane
{
    private const float TickSize = 12;
    private const double TickGap = 8;
    private const double UnitLine = 14;
    private const int MostTicksX = 12;

    private readonly Page page;
    private readonly Plot plot = new();
    private readonly HashSet<IPlottable> pixelsOnly = [];
    private readonly List<(IPanel Panel, string Anchor)> axes = [];

    static Pane()
    {
        ScottPlot.Fonts.FontResolvers.Insert(0, new EmbeddedFonts());
        ScottPlot.Fonts.Default = Typefaces.Family;
    }

    /// <param name="page">Where it is drawn.</param>
    /// <param name="x">Horizontal axis.</param>
    /// <param name="y">Vertical axis.</param>
    public Pane(Page page, IScale x, IScale y)
    {
        (this.page, X, Y) = (page, x, y);
        plot.Layout.Fixed(new PixelRect((float)x.From, (float)x.To, (float)y.From, (float)y.To));
        plot.Axes.SetLimits(x.Linear(x.Minimum), x.Linear(x.Maximum), y.Linear(y.Minimum), y.Linear(y.Maximum));
        plot.Axes.Frame(false);
        plot.Axes.Left.TickGenerator = plot.Axes.Bottom.TickGenerator = new NumericManual();
        plot.Grid.XAxisStyle.IsVisible = plot.Grid.YAxisStyle.IsVisible = false;
    }

    public IScale X { get; }

    public IScale Y { get; }

    /// <summary>Draws the grid and the ticks of the vertical axis, and its unit above.</summary>
    /// <param name="unit">What it shows, with its unit.</param>
    /// <param name="mostTicks">The most steps.</param>
    /// <param name="isBeside">Whether the unit stands beside the axis, in as many lines as it needs, as marks run over it.</param>
    public void FrameY(string unit, int mostTicks, bool isBeside = false)
    {
        axes.Add((plot.Axes.Left, "end"));
        var ticks = Y.Ticks(mostTicks);
        plot.Axes.Left.TickGenerator = new NumericManual([.. ticks.Select(Y.Linear)], [.. ticks.Select(Axis.Tick)]);
        Style(plot.Axes.Left, tickLength: 0, labelOffset: 2.5f);
        Grid(plot.Grid.YAxisStyle);
        if (!isBeside)
        {
            page.Text(X.From, Y.To - 8, unit, Palette.Muted, size: TickSize);
            return;
        }

        var lines = TextLines.Wrap(unit, X.From - (2 * TickGap), TickSize);
        for (var line = 0; line < lines.Count; line++)
        {
            page.Text(X.From - TickGap, Y.To - 8 - ((lines.Count - 1 - line) * UnitLine), lines[line], Palette.Muted, "end", TickSize);
        }
    }

    /// <summary>Draws a horizontal axis of values, and its unit below.</summary>
    /// <param name="unit">What it shows, with its unit.</param>
    public void FrameX(string unit)
    {
        var ticks = X.Ticks(MostTicksX);
        TicksX(ticks, ticks.Select(Axis.Tick));
        page.Text((X.From + X.To) / 2, Y.From + 36, unit, Palette.Muted, "middle", TickSize);
    }

    /// <summary>Draws a horizontal axis of time, whose values are seconds.</summary>
    /// <param name="withLabels">Whether its ticks have labels, and its unit is named.</param>
    public void FrameTime(bool withLabels = true)
    {
        var unit = TimeUnit.For(X.Maximum);
        var ticks = TimeUnit.Ticks(X, MostTicksX);
        TicksX(ticks, ticks.Select(tick => withLabels ? Axis.Tick(tick / unit.Seconds) : ""));
        if (withLabels)
        {
            page.Text((X.From + X.To) / 2, Y.From + 36, $"{unit.Name} since the load started", Palette.Muted, "middle", TickSize);
        }
    }

    /// <summary>Draws the lines of a grid of time, up to a moment.</summary>
    public void GridTime(double until) => GridX(TimeUnit.Ticks(X, MostTicksX).Where(tick => tick < until));

    /// <summary>Draws the lines of a grid at values of the horizontal axis.</summary>
    public void GridX(IEnumerable<double> values)
    {
        foreach (var value in values)
        {
            Moment(value, Palette.Grid, width: 1);
        }
    }

    /// <summary>What is added until the result is disposed belongs together; a page moves or hides it as one.</summary>
    public IDisposable Group(params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Add(Mark.Of(MarkKind.Group, attributes));
        return new Ending(() => Add(Mark.Of(MarkKind.End)));
    }

    /// <summary>What is added until the result is disposed says something under the pointer.</summary>
    public IDisposable Tip(string text) => Group(("class", "mark"), ("title", text));

    /// <summary>A curve through points.</summary>
    public void Curve(IEnumerable<(double X, double Y)> points, string colour, double width = 2, string? dash = null)
    {
        var all = points.ToList();
        var scatter = plot.Add.ScatterLine(Coordinates(all), Colour(colour));
        scatter.LineWidth = (float)width;
        if (dash is not null)
        {
            // Skia's SVG has no dashes: in the document they are the viewer's.
            scatter.LinePattern = new LinePattern(Page.Dashes(dash), 0, dash);
            pixelsOnly.Add(scatter);
            Add(Page.Stroke([.. all.Select(point => (X[point.X], Y[point.Y]))], colour, width, dash));
        }
    }

    /// <summary>Values that hold each for the width of a step, filled to the horizontal axis.</summary>
    public void Steps(IReadOnlyList<(double X, double Y)> points, double step, string colour, double opacity = 0, double width = 2)
    {
        List<(double X, double Y)> path = [.. points.SelectMany(point => new[] { point, (Math.Min(point.X + step, X.Maximum), point.Y) })];
        if (path.Count > 0)
        {
            Below(path, colour, opacity);
            Curve(path, colour, width);
        }
    }

    /// <summary>Fills what lies between a curve and the horizontal axis.</summary>
    public void Below(IReadOnlyList<(double X, double Y)> points, string colour, double opacity)
    {
        if (opacity > 0 && points.Count > 0)
        {
            Area([.. points, (points[^1].X, Y.Minimum), (points[0].X, Y.Minimum)], colour, opacity);
        }
    }

    /// <summary>Fills what lies between points.</summary>
    public void Area(IEnumerable<(double X, double Y)> points, string colour, double opacity)
    {
        var polygon = plot.Add.Polygon(Coordinates(points));
        polygon.FillColor = Colour(colour, opacity);
        polygon.LineWidth = 0;
    }

    /// <summary>A bar between two values of each axis.</summary>
    public void Bar(double x1, double x2, double y1, double y2, string colour, double opacity = 1)
    {
        var bar = plot.Add.Rectangle(X.Linear(x1), X.Linear(x2), Y.Linear(y1), Y.Linear(y2));
        bar.FillColor = Colour(colour, opacity);
        bar.LineWidth = 0;
    }

    /// <summary>A vertical line at a value, over the height of the pane.</summary>
    public void Moment(double x, string colour, string? dash = null, double width = 1.5) =>
        Line((x, Y.Minimum), (x, Y.Maximum), colour, width, dash);

    /// <summary>A horizontal line at a value, over the width of the pane.</summary>
    public void Level(double y, string colour, string? dash = null, double width = 1) =>
        Line((X.Minimum, y), (X.Maximum, y), colour, width, dash);

    /// <summary>A line between two points.</summary>
    public void Line((double X, double Y) from, (double X, double Y) to, string colour, double width = 1, string? dash = null) =>
        Curve([from, to], colour, width, dash);

    /// <summary>A dot with a rim of paper: what was measured.</summary>
    public void Dot(double x, double y, double radius, string colour) =>
        Marker(x, y, MarkerShape.FilledCircle, radius, colour, Palette.Paper, 1);

    /// <summary>A hollow diamond: what was predicted.</summary>
    public void Diamond(double x, double y, double radius, string colour) =>
        Marker(x, y, MarkerShape.FilledDiamond, radius, Palette.Paper, colour, 1.5);

    /// <summary>Draws it on its page; it is the last that is done with it.</summary>
    public void Draw()
    {
        // An axis of an empty plot has no ticks.
        Add(null);
        Draw(page.Canvas, plot.PlottableList.Where(plottable => plottable is not MarkPlottable), _ => { });
        Draw(page.Document, plot.PlottableList.Where(plottable => !pixelsOnly.Contains(plottable)), mark => mark.Draw(page.Document));
        plot.Dispose();
    }

    internal static ScottPlot.Color Colour(string colour, double opacity = 1) => ScottPlot.Color.FromHex(colour).WithAlpha(opacity);

    private void Add(Mark? mark) => plot.PlottableList.Add(new MarkPlottable(mark));

    private void Draw(SKCanvas canvas, IEnumerable<IPlottable> plottables, Action<Mark> mark)
    {
        var pack = new RenderPack(plot, new PixelRect(0, page.Width, (float)Y.From + 100, 0), canvas);
        // Plot.Render draws until the limits of axes have settled, up to five times; these are given.
        foreach (IRenderAction action in new IRenderAction[]
        {
            new ReplaceNullAxesWithDefaults(), new CalculateLayout(), new RegenerateTicks(), new RenderGridsBelowPlottables(),
        })
        {
            action.Render(pack);
        }

        foreach (var plottable in plottables)
        {
            plottable.Axes.DataRect = pack.DataRect;
            plottable.Render(pack);
        }

        foreach (var (axis, anchor) in axes)
        {
            mark(Mark.Of(MarkKind.Ticks, ("text-anchor", anchor)));
            axis.Render(pack, pack.Layout.PanelSizes[axis], pack.Layout.PanelOffsets[axis]);
            mark(Mark.Of(MarkKind.End));
        }
    }

    private void TicksX(IEnumerable<double> ticks, IEnumerable<string> labels)
    {
        axes.Add((plot.Axes.Bottom, "middle"));
        plot.Axes.Bottom.TickGenerator = new NumericManual([.. ticks.Select(X.Linear)], [.. labels]);
        plot.Axes.Bottom.FrameLineStyle.IsVisible = true;
        plot.Axes.Bottom.FrameLineStyle.Width = 1;
        plot.Axes.Bottom.FrameLineStyle.Color = Colour(Palette.Line);
        Style(plot.Axes.Bottom, tickLength: 4, labelOffset: 3.5f);
    }

    private static void Style(IAxis axis, float tickLength, float labelOffset)
    {
        axis.TickLabelStyle.OffsetY = labelOffset;
        axis.MajorTickStyle.Length = tickLength;
        axis.MajorTickStyle.Width = tickLength > 0 ? 1 : 0;
        axis.MajorTickStyle.Color = Colour(Palette.Line);
        axis.TickLabelStyle.FontName = Typefaces.Family;
        axis.TickLabelStyle.FontSize = TickSize;
        axis.TickLabelStyle.ForeColor = Colour(Palette.Muted);
    }

    private static void Grid(GridStyle style)
    {
        style.IsVisible = true;
        style.MajorLineStyle.Color = Colour(Palette.Grid);
        style.MajorLineStyle.Width = 1;
    }

    private void Marker(double x, double y, MarkerShape shape, double radius, string fill, string outline, double width)
    {
        var marker = plot.Add.Marker(X.Linear(x), Y.Linear(y), shape, (float)(2 * radius));
        marker.MarkerFillColor = Colour(fill);
        marker.MarkerLineColor = Colour(outline);
        marker.MarkerStyle.OutlineColor = Colour(outline);
        marker.MarkerStyle.OutlineWidth = (float)width;
    }

    private Coordinates[] Coordinates(IEnumerable<(double X, double Y)> points) =>
        [.. points.Select(point => new Coordinates(X.Linear(point.X), Y.Linear(point.Y)))];

    private sealed class EmbeddedFonts : IFontResolver
    {
        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            CreateTypeface(fontName, weight >= FontWeight.SemiBold, italic: false);

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
            fontName == Typefaces.Family ? Typefaces.Of(bold) : null;
    }

    private sealed class MarkPlottable(Mark? mark) : IPlottable
    {
        public bool IsVisible { get; set; } = true;

        public IAxes Axes { get; set; } = new Axes();

        public IEnumerable<LegendItem> LegendItems => [];

        public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

        public void Render(RenderPack rp) => mark?.Draw(rp.Canvas);
    }
}
