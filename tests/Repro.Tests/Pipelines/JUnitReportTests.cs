using System.Xml.Linq;
using Repro.Pipelines;

namespace Repro.Tests.Pipelines;

public sealed class JUnitReportTests
{
    private static readonly CheckList List = new("quick", "2026-11-28T01:33:24Z", "It ran out.",
    [
        new Check("none@500", "firstFailure 4s ± 2%", CheckOutcome.Failed, "expected <4s> & \"2%\"\nfound 8 s")
        {
            Seconds = 11,
            File = "scenarios/quick.yaml",
            Line = 14,
            Column = 5,
        },
        new Check("none@500", "verdict exhausted", CheckOutcome.Passed, null) { Seconds = 11 },
        new Check("tw-reuse@500", "valid", CheckOutcome.Error, "it was starved\0\u001b") { Seconds = 0.5 },
        new Check("later@500", "run", CheckOutcome.Skipped, "the run was cut off before it"),
    ]);

    private static readonly XElement Suites = XDocument.Parse(JUnitReport.Of(List)).Root!;

    [Fact]
    public void Each_check_is_a_test_case_with_what_came_of_it() => Assert.Equal(
        [
            ("none@500", "firstFailure 4s ± 2%", "failure"),
            ("none@500", "verdict exhausted", ""),
            ("tw-reuse@500", "valid", "error"),
            ("later@500", "run", "skipped"),
        ],
        Suites.Element("testsuite")!.Elements("testcase").Select(one => (
            (string)one.Attribute("classname")!,
            (string)one.Attribute("name")!,
            string.Concat(one.Elements().Select(inner => inner.Name)))));

    [Fact]
    public void Totals_are_those_of_the_cases() => Assert.All(
        new[] { Suites, Suites.Element("testsuite")! },
        element => Assert.Equal(
            ("4", "1", "1", "1", "11.5"),
            (
                (string)element.Attribute("tests")!, (string)element.Attribute("failures")!, (string)element.Attribute("errors")!,
                (string)element.Attribute("skipped")!, (string)element.Attribute("time")!)));

    [Fact]
    public void A_failure_says_where_it_was_expected_and_what_was_found()
    {
        var failure = Suites.Descendants("failure").Single();

        Assert.Equal("scenarios/quick.yaml:14:5: expected <4s> & \"2%\"\nfound 8 s", failure.Value);
        Assert.StartsWith("expected <4s>", (string)failure.Attribute("message")!, StringComparison.Ordinal);
    }

    [Fact]
    public void What_no_XML_can_have_is_replaced() =>
        Assert.Equal("it was starved\uFFFD\uFFFD", (string)Suites.Descendants("error").Single().Attribute("message")!);
}
