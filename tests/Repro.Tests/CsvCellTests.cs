namespace Repro.Tests;

[Trait("Fault", "C9")]
public sealed class CsvCellTests
{
    [Theory]
    [InlineData("=1+2", "'=1+2")]
    [InlineData("+x", "'+x")]
    [InlineData("-x", "'-x")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("=cmd(\"a\",1)", "\"'=cmd(\"\"a\"\",1)\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData("none@500", "none@500")]
    public void Of_Text_IsNeverAFormula(string text, string cell) => Assert.Equal(cell, CsvCell.Of(text));

    [Theory]
    [InlineData(-1.5, "-1.5")]
    [InlineData(-3L, "-3")]
    [InlineData(null, "")]
    public void Of_ANumber_StaysOne(object? value, string cell) => Assert.Equal(cell, CsvCell.Of(value));
}
