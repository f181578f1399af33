namespace Repro.Tests;

[Trait("Fault", "C3")]
public sealed class WriteFaultTests
{
    [Theory]
    [InlineData(28, "Free some room there, or write elsewhere.")]
    [InlineData(122, "Free some room there, or write elsewhere.")]
    [InlineData(30, "That file system is read-only: write elsewhere.")]
    [InlineData(13, "Write elsewhere.")]
    public void Of_AnError_SaysWhatHelpsAgainstIt(int errno, string remedy)
    {
        var failure = WriteFault.Of("The report", new IOException("why", errno), "write elsewhere");
        Assert.Equal(("The report can't be written: why", remedy, FailureKind.BadInput), (failure.Message, failure.Remedy, failure.Kind));
    }

    [Fact]
    public void A_full_disk_is_known_as_one()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "no device here is always full");
        var exception = Assert.Throws<IOException>(() => File.WriteAllText("/dev/full", "x"));
        Assert.StartsWith("Free some room", WriteFault.Of("x", exception, "y").Remedy, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "D6")]
    public void A_part_of_the_program_that_is_not_there_is_no_file_of_the_users()
    {
        Assert.False(WriteFault.Is(new FileNotFoundException("no", "System.Linq, Version=10.0.0.0, Culture=neutral")));
        Assert.False(WriteFault.Is(new FileLoadException("no")));
        Assert.True(WriteFault.Is(new FileNotFoundException("no", "/tmp/x.json")));
    }

    [Fact]
    public void What_a_parallel_loop_collected_is_as_one()
    {
        var many = new AggregateException(new IOException("disk full", 28), new UnauthorizedAccessException("not yours"));
        Assert.True(WriteFault.Is(many));
        Assert.Equal("It can't be written: disk full", WriteFault.Of("It", many, "try again").Message);
        Assert.False(WriteFault.Is(new AggregateException(new IOException(), new InvalidOperationException())));
    }
}
