using System.Text.RegularExpressions;
using FsCheck.Fluent;
using Repro.Expectations;

namespace Repro.Tests.Expectations;

public sealed class DemandTests
{
    private static readonly ExpectableFigure[] Numbers = [.. ExpectableFigures.All.Where(figure => figure.Unit != FigureUnit.Verdict)];

    [Theory]
    [InlineData("firstFailure", "4s ± 2%", 3.92, 4.08)]
    [InlineData("firstFailure", "4s±80ms", 3.92, 4.08)]
    [InlineData("firstFailure", "4s +- 2 %", 3.92, 4.08)]
    [InlineData("firstFailure", "4 +/- 0.5", 3.5, 4.5)]
    [InlineData("firstFailure", "1m..1m30s", 60, 90)]
    [InlineData("firstFailure", "1.5s..2.5s", 1.5, 2.5)]
    [InlineData("threshold", ">= 450/s", 450, double.PositiveInfinity)]
    [InlineData("threshold", ">=27k/min", 450, double.PositiveInfinity)]
    [InlineData("failed", "0", 0, 0)]
    [InlineData("failed", "= 1_000", 1000, 1000)]
    [InlineData("failed", "<= 10", double.NegativeInfinity, 10)]
    [InlineData("delayFactor", "×2 ± 1%", 1.98, 2.02)]
    [InlineData("delayFactor", "1.9..2.1", 1.9, 2.1)]
    [InlineData("requestLatencyP99", "<= 500us", double.NegativeInfinity, 0.0005)]
    [InlineData("knee", "never", double.PositiveInfinity, double.PositiveInfinity)]
    public void Parse_AsPeopleWriteIt_Bounds(string figure, string text, double least, double most)
    {
        var demand = Parse(figure, text).Demand!;

        Assert.Equal((least, most), (Math.Round(demand.Least, 9), Math.Round(demand.Most, 9)));
        Assert.Equal(demand, Parse(figure, demand.Text).Demand);
        Assert.Matches(new Regex(Demand.Form(ExpectableFigures.Named(figure)!), RegexOptions.ECMAScript), text);
    }

    [Theory]
    [InlineData("firstFailure", "4s", "what is measured is never exactly 4s; write how far off it may be: 4s ± 2%")]
    [InlineData("threshold", "= 450/s", "what is measured is never exactly 450/s; write how far off it may be: 450/s ± 2%")]
    [InlineData("failed", "20..10", "20 is above 10; write the lower value first")]
    [InlineData(
        "failed", "never", "failed is always some number, and can't be never; write 2000, \">= 2000\", 2000 ± 2% or 2000..2100")]
    [InlineData("threshold", ">= 450", null)]
    [InlineData("threshold", "450/s ± 2s", null)]
    [InlineData("failed", "1.5", null)]
    [InlineData("failed", "-1", null)]
    [InlineData("failed", ">=", null)]
    [InlineData("failed", "", null)]
    [InlineData("failed", "0\n", null)]
    [InlineData("firstFailure", "1s..2s..3s", null)]
    [InlineData("firstFailure", "soon", null)]
    public void Parse_WhatCanNotBe_Problem(string figure, string text, string? problem) =>
        Assert.Equal((null, problem), Parse(figure, text));

    [Theory]
    [InlineData("4s ± 2%", 4.08, true)]
    [InlineData("4s ± 2%", 4.081, false)]
    [InlineData(">= 4s", 4, true)]
    [InlineData("> 4s", 4, false)]
    [InlineData("> 4s", 4.001, true)]
    [InlineData("<= 4s", 4, true)]
    [InlineData("< 4s", 4, false)]
    [InlineData("4s..5s", 5, true)]
    [InlineData("never", 4, false)]
    public void A_value_is_held_against_it(string text, double value, bool isMet) =>
        Assert.Equal(isMet, Parse("firstFailure", text).Demand!.IsMetBy(FigureValue.At(value)));

    [Theory]
    [InlineData("never", true)]
    [InlineData(">= 4s", true)]
    [InlineData("<= 4s", false)]
    [InlineData("4s..5s", false)]
    public void Never_is_later_than_any_moment(string text, bool isMet) =>
        Assert.Equal(isMet, Parse("firstFailure", text).Demand!.IsMetBy(FigureValue.Never));

    [Theory]
    [InlineData(">= 450/s", true)]
    [InlineData(">= 460/s", null)]
    [InlineData("> 480/s", false)]
    [InlineData(">= 481/s", false)]
    [InlineData("<= 449/s", false)]
    [InlineData("440/s..490/s", true)]
    public void What_lies_between_two_values_may_not_tell(string text, bool? isMet) =>
        Assert.Equal(isMet, Parse("threshold", text).Demand!.IsMetBy(new FigureValue(450, 480)));

    [Fact]
    public void Each_figure_can_be_expected_in_the_forms_that_its_error_names()
    {
        Assert.All(Numbers, figure => Assert.All(
            Demand.Expected(figure).Split([", ", " or "], StringSplitOptions.None), form =>
            {
                Assert.NotNull(Demand.Parse(form.Trim('"'), figure).Demand);
                Assert.Matches(new Regex(Demand.Form(figure), RegexOptions.ECMAScript), form.Trim('"'));
            }));
    }

    [Fact]
    public void Whatever_the_text_it_is_read_or_refused()
    {
        var letters = Gen.Elements('0', '1', '9', '.', ' ', '/', 's', 'm', '%', '±', '+', '-', '>', '<', '=', '×', '\n', 'é');
        letters.Listed(10).ForAll(list => Assert.All(Numbers, figure =>
        {
            if (Demand.Parse(string.Concat(list), figure).Demand is { } demand)
            {
                Assert.Equal(demand, Demand.Parse(demand.Text, figure).Demand);
            }
        }));
    }

    private static (Demand? Demand, string? Problem) Parse(string figure, string text) =>
        Demand.Parse(text, ExpectableFigures.Named(figure)!);
}
