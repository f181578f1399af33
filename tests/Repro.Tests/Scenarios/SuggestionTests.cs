using FsCheck.Fluent;
using Repro.Scenarios;

namespace Repro.Tests.Scenarios;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("rate", "rate", 0)]
    [InlineData("Rate", "rATE", 0)]
    [InlineData("", "rate", 4)]
    [InlineData("rate", "", 4)]
    [InlineData("rte", "rate", 1)]
    [InlineData("raet", "rate", 2)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_TwoWords_Edits(string left, string right, int edits) => Assert.Equal(edits, Suggestion.Distance(left, right));

    [Fact]
    public void Distance_is_symmetric_and_at_most_the_longer_word()
    {
        var word = from letters in Gen.Elements('a', 'b', 'c').Listed(8) select string.Concat(letters);
        (from left in word from right in word select (left, right)).ForAll(pair =>
        {
            var distance = Suggestion.Distance(pair.left, pair.right);
            Assert.Equal(distance, Suggestion.Distance(pair.right, pair.left));
            Assert.InRange(distance, Math.Abs(pair.left.Length - pair.right.Length), Math.Max(pair.left.Length, pair.right.Length));
        });
    }

    [Theory]
    [InlineData("TW_reuse", "tw-reuse")]
    [InlineData("nn", "none")]
    [InlineData("backend_prt", "backend-ports")]
    public void For_NearWord_NamesIt(string word, string known) =>
        Assert.Equal($"; did you mean '{known}'?", Suggestion.For(word, ["none", "tw-reuse", "backend-ports"]));

    [Fact]
    public void For_FarWord_ListsAll() => Assert.Equal("; known are: none, tw-reuse", Suggestion.For("keep-alive", ["none", "tw-reuse"]));
}
