namespace Repro.Tests;

public sealed class NounTests
{
    [Theory]
    [InlineData(0, "requests were")]
    [InlineData(1, "request was")]
    [InlineData(2, "requests were")]
    public void Of_Count_AgreesWithIt(long count, string expected) =>
        Assert.Equal(expected, $"{Noun.Of(count, "request")} {Noun.Were(count)}");

    [Theory]
    [InlineData(0, "0 ports are")]
    [InlineData(1, "1 port is")]
    [InlineData(2000, "2,000 ports are")]
    public void Counted_Count_AgreesWithIt(long count, string expected) =>
        Assert.Equal(expected, $"{Noun.Counted(count, "port")} {Noun.Are(count)}");
}
