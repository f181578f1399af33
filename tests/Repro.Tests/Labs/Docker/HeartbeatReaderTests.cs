using System.IO.Pipelines;
using Microsoft.Extensions.Time.Testing;
using Repro.Labs.Docker;

namespace Repro.Tests.Labs.Docker;

public sealed class HeartbeatReaderTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void Empty_lines_are_signs_of_life_and_nothing_else()
    {
        using var reader = new HeartbeatReader(new StringReader("\nstart 5\n\n\nstop\n"), () => Assert.Fail("it was heard"), time);

        Assert.Equal(["start 5", "stop", null], [reader.ReadLine(), reader.ReadLine(), reader.ReadLine()]);
    }

    [Fact]
    public void Silence_is_the_end_after_ten_seconds_and_not_before()
    {
        var silent = 0;
        var pipe = new Pipe();
        using var input = new StreamReader(pipe.Reader.AsStream());
        using var reader = new HeartbeatReader(input, () => silent++, time);

        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(0, silent);
        time.Advance(HeartbeatReader.Interval);
        Assert.True(silent > 0, "nobody noticed");

        // Its thread reads until the input has ended.
        pipe.Writer.Complete();
        Assert.Null(reader.ReadLine());
    }

    [Fact]
    public void Input_that_can_not_be_read_any_more_has_ended()
    {
        var input = new StringReader("start 5\n");
        input.Dispose();
        using var reader = new HeartbeatReader(input, () => Assert.Fail("it was heard"), time);

        Assert.Null(reader.ReadLine());
    }
}
