using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Repro.Pipelines;

/// <summary>
/// Checks in JUnit's form, as CI servers read it. It has no standard; this keeps to what Jenkins, GitLab and Ant's own schema share.
/// </summary>
internal static class JUnitReport
{
    /// <summary>The document.</summary>
    public static string Of(CheckList list)
    {
        var totals = Totals(list);
        var suite = new XElement(
            "testsuite",
            new XAttribute("name", Clean(list.Name)),
            totals,
            // The form has no zone; it is UTC.
            new XAttribute("timestamp", list.Started.TrimEnd('Z')),
            list.Checks.Select(Case));
        var document = new XElement("testsuites", new XAttribute("name", "repro"), totals, suite);
        return $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{document.ToString().ReplaceLineEndings("\n")}\n";
    }

    private static XElement Case(Check check) => new(
        "testcase",
        new XAttribute("name", Clean(check.Name)),
        new XAttribute("classname", Clean(check.Group)),
        new XAttribute("time", Seconds(check.Seconds)),
        check.Outcome switch
        {
            CheckOutcome.Failed => Said("failure", "expectation", check),
            CheckOutcome.Error => Said("error", "invalid", check),
            CheckOutcome.Skipped => new XElement("skipped", new XAttribute("message", Clean(check.Message ?? ""))),
            _ => null,
        });

    private static XElement Said(string element, string type, Check check) => new(
        element,
        new XAttribute("message", Clean(check.Message ?? "")),
        new XAttribute("type", type),
        Clean(check.Place is { } place ? $"{place}: {check.Message}" : check.Message ?? ""));

    private static XAttribute[] Totals(CheckList list) =>
    [
        new("tests", list.Checks.Count),
        new("failures", Count(list, CheckOutcome.Failed)),
        new("errors", Count(list, CheckOutcome.Error)),
        new("skipped", Count(list, CheckOutcome.Skipped)),
        // Of a case as often as it has checks would be wrong.
        new("time", Seconds(list.Checks.GroupBy(check => check.Group).Sum(group => group.Max(check => check.Seconds)))),
    ];

    private static int Count(CheckList list, CheckOutcome outcome) => list.Checks.Count(check => check.Outcome == outcome);

    private static string Seconds(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    // What no XML can have, not even escaped.
    private static string Clean(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune =>
            rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString()));
}
