using Repro.Analysis;
using Repro.Charts;
using Repro.Cli;
using Repro.Recording;
using Repro.Reports;
using Repro.Tests.Analysis;
using Repro.Tests.Recording;

namespace Repro.Tests.Reports;

/// <summary>A run of two cases of a second each, small enough to be damaged in every place; what is damaged is made good again.</summary>
internal sealed class SmallRun : IDisposable
{
    public const string First = "none@50";
    public const string Second = "wider-range@50";

    private readonly TemporaryRun run = new();

    /// <param name="withCounts">
    /// Whether it says what was written of each file, as earlier versions did not: without that whatever can be read passes.
    /// </param>
    public SmallRun(bool withCounts)
    {
        run.Write(
            Brief(First) with { IsBaseline = true, Onset = 0.4, PredictedOnset = 0.4, Capacity = 20 },
            Brief(Second) with { IsBaseline = false, Onset = 0.8, PredictedOnset = 0.8, Capacity = 40 });
        if (!withCounts)
        {
            Array.ForEach(Directory.GetFiles(run.Directory, RunDirectory.EndName, SearchOption.AllDirectories), file =>
                File.WriteAllText(
                    file,
                    """{"problems":[],"droppedLines":0,"proxy":{"socketPorts":null,"prefilled":0,"prefillSeconds":0,"prefillProblem":null}}"""));
        }

        Files = Directory.GetFiles(run.Directory, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != RunDirectory.LogName)
            .Order(StringComparer.Ordinal)
            .ToDictionary(file => Path.GetRelativePath(run.Directory, file).Replace('\\', '/'), File.ReadAllBytes);
    }

    /// <summary>Its files by name, as they were written.</summary>
    public Dictionary<string, byte[]> Files { get; }

    /// <summary>What is concluded with other bytes in one file.</summary>
    /// <param name="name">The file.</param>
    /// <param name="bytes">What it has instead.</param>
    /// <param name="also">Whether to write its tables and to draw it too.</param>
    /// <exception cref="ReproException">The run can't be read.</exception>
    public RunConclusions With(string name, ReadOnlySpan<byte> bytes, bool also)
    {
        var path = run.PathOf(name);
        File.WriteAllBytes(path, bytes);
        try
        {
            var conclusions = RunAnalysis.Analyze(
                RecordedRun.Read(run.Directory),
                also ? one => SeriesCsv.Write(one, OutputFolder.At(run.PathOf(RunDirectory.SeriesName))) : null);
            if (also)
            {
                Render(conclusions);
            }

            return conclusions;
        }
        finally
        {
            File.WriteAllBytes(path, Files[name]);
        }
    }

    public void Dispose() => run.Dispose();

    private static void Render(RunConclusions conclusions)
    {
        var figures = ChartBook.Draw(conclusions);
        Assert.All(figures, figure => Assert.NotEmpty(figure.Drawing.Svg));
        Assert.NotEmpty(HtmlReport.Render(conclusions, figures));
        Assert.NotEmpty(MarkdownReport.Render(conclusions, figures, RunDirectory.ChartsName));
        Assert.NotEmpty(CaseTable.Csv(conclusions.Summary));
        Assert.NotEmpty(Reporter.ToJson(conclusions.Summary));
        Assert.NotEmpty(Conclusion.Of(conclusions.Summary, "x", null).Headline);
        _ = ExitCode.Of(conclusions.Summary);
    }

    private static CaseBuilder Brief(string id) => new() { Id = id, Rate = 50, Duration = 1 };
}
