using System.Text.RegularExpressions;
using Repro.Watching;

namespace Repro.Tests.Watching;

public sealed partial class OpenMetricsTests
{
    [Fact]
    public void Every_line_is_of_the_format_and_the_end_is_marked()
    {
        var full = ("10.0.0.2:80", Looks.TimeWaits(1000, 250, ago: 5));
        var text = OpenMetrics.Of(Looks.Report(Looks.At(0, full), Looks.At(1, full)));
        Assert.EndsWith("\n# EOF\n", text, StringComparison.Ordinal);
        Assert.All(text.TrimEnd('\n').Split('\n'), line => Assert.Matches(Line(), line));
        Assert.Contains("repro_ports_free{source=\"10.0.0.1\",destination=\"10.0.0.2:80\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("repro_findings{finding=\"ports-exhausted\"} 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Never_is_an_infinite_time()
    {
        var calm = ("10.0.0.2:80", Looks.TimeWaits(10, 1));
        Assert.Contains(
            "repro_exhausted_in_seconds{source=\"10.0.0.1\",destination=\"10.0.0.2:80\"} +Inf\n",
            OpenMetrics.Of(Looks.Report(Looks.At(0, calm), Looks.At(1, calm))),
            StringComparison.Ordinal);
    }

    [GeneratedRegex(
        """^(# TYPE [a-z_]+ gauge|# HELP [a-z_]+ .+|# EOF|[a-z_]+(\{[a-z_]+="[^"\\\n]*"(,[a-z_]+="[^"\\\n]*")*\})? (-?[0-9.E+-]+|\+Inf))$""",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}
