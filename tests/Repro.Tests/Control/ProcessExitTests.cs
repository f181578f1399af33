using Repro.Control;

namespace Repro.Tests.Control;

[Trait("Fault", "C7")]
public sealed class ProcessExitTests
{
    [Theory]
    [InlineData(3, "ended with exit code 3")]
    [InlineData(0, "ended with exit code 0")]
    [InlineData(139, "was killed (SIGSEGV)")]
    [InlineData(137, "was killed (SIGKILL: somebody did it, or the kernel for want of memory)")]
    public void Of_AnExitCode_SaysHow(int exitCode, string words) => Assert.Equal(words, ProcessExit.Of(exitCode));

    [Fact]
    public void Last_words_are_the_newest_few()
    {
        var words = new LastLines();
        Assert.Equal("", words.ToString());
        foreach (var line in new[] { "1", "2", "3", "4" })
        {
            words.Add(line);
        }

        Assert.Equal(": 2 3 4", words.ToString());
    }
}
