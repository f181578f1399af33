using System.Text;
using FsCheck.Fluent;
using Repro.Traffic;

namespace Repro.Tests.Traffic;

public sealed class HttpHeadTests
{
    private const string Answer = "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 5\r\n\r\nhello";

    private enum Reading
    {
        Complete,
        Partial,
        Malformed,
    }

    [Theory]
    [InlineData(Answer, 200, 54)]
    [InlineData("HTTP/1.1 502 Bad Gateway\r\ncontent-length:0\r\n\r\n", 502, 46)]
    [InlineData("HTTP/1.0 200\r\nCONTENT-LENGTH: \t7 \r\n\r\n", 200, 44)]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", 204, 27)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\n", 0, 27)]
    [InlineData("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.0\r\n\r\n", 0, 18)]
    [InlineData("GET / HTTP/1.1\r\nX-Content-Length: 9\r\nno colon\r\n\r\n", 0, 49)]
    public void TryParse_CompleteHead_StatusAndLengthOfTheMessage(string text, int status, int length) =>
        Assert.Equal(
            (Reading.Complete, new HttpHead(status, length)),
            Read(text) is var (reading, head) ? (reading, head with { AsksToClose = false }) : default);

    [Theory]
    [Trait("Fault", "B7")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", false)]
    [InlineData("GET / HTTP/1.0\r\n\r\n", true)]
    [InlineData("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", false)]
    [InlineData("GET / HTTP/1.1\r\nconnection:close\r\n\r\n", true)]
    [InlineData("GET / HTTP/1.1\r\nConnection: Upgrade, CLOSE\r\n\r\n", true)]
    [InlineData("GET / HTTP/1.1\r\nConnection: closed\r\n\r\n", false)]
    [InlineData("GET / HTTP/1.1\r\nProxy-Connection: close\r\n\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", true)]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", true)]
    public void TryParse_ConnectionOptionsAndVersion_WhetherTheConnectionIsToEnd(string text, bool asksToClose) =>
        Assert.Equal(asksToClose, Read(text).Head.AsksToClose);

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n\r")]
    [InlineData("not HTTP so far")]
    public void TryParse_NoEndOfHeadYet_Partial(string text) => Assert.Equal(Reading.Partial, Read(text).Reading);

    [Theory]
    [InlineData("\r\n\r\n")]
    [InlineData("hello\r\n\r\n")]
    [InlineData("GET /\r\n\r\n")]
    [InlineData("GET / HTTP/2\r\n\r\n")]
    [InlineData("HTTP/2 200\r\n\r\n")]
    [InlineData("HTTP/1.1 20\r\n\r\n")]
    [InlineData("HTTP/1.1 -12 x\r\n\r\n")]
    [InlineData("HTTP/1.1 +12 x\r\n\r\n")]
    [InlineData("HTTP/1.1X200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 2x0 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5x\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2147483647\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")]
    public void TryParse_NothingCouldMakeItWellFormed_Malformed(string text) => Assert.Equal(Reading.Malformed, Read(text).Reading);

    [Fact]
    public void TryParse_HeadWithoutEndBeyondTheLargestMessage_Malformed() =>
        Assert.Equal(Reading.Malformed, Read(new string('a', HttpHead.MaxLength + 1)).Reading);

    [Fact]
    public void TryParse_LargestMessage_Complete()
    {
        const string Head = "HTTP/1.1 200 OK\r\nContent-Length: 2097108\r\n\r\n";

        Assert.Equal((Reading.Complete, new HttpHead(200, HttpHead.MaxLength)), Read(Head));
        Assert.Equal(Reading.Malformed, Read(Head.Replace("7108", "7109", StringComparison.Ordinal)).Reading);
    }

    [Fact]
    public void A_message_that_comes_in_parts_is_partial_until_its_head_is_complete()
    {
        var head = Answer.IndexOf("hello", StringComparison.Ordinal);

        Assert.All(Enumerable.Range(0, Answer.Length + 1), split =>
            Assert.Equal(split < head ? Reading.Partial : Reading.Complete, Read(Answer[..split]).Reading));
    }

    [Fact]
    public void Whatever_comes_in_it_is_complete_partial_or_malformed()
    {
        var pieces = Gen.Elements(
            "HTTP/1.", "HTTP/1.1 ", "200", " OK", " HTTP/1.1", "Content-Length", ":", " ", "-", "5", "99999999999", "\r", "\n", "\r\n",
            "\r\n\r\n", "\0", "\u00ff");
        pieces.Listed(12).ForAll(text =>
        {
            var (reading, head) = Read(string.Concat(text));
            Assert.True(reading == Reading.Complete
                ? head.Length is > 0 and <= HttpHead.MaxLength
                : reading == Reading.Malformed || head == default);
        });
    }

    private static (Reading Reading, HttpHead Head) Read(string text)
    {
        var complete = HttpHead.TryParse(Encoding.Latin1.GetBytes(text), out var head, out var malformed);
        Assert.False(complete && malformed);
        return (complete ? Reading.Complete : malformed ? Reading.Malformed : Reading.Partial, head);
    }
}
