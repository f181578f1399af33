using Repro.Labs;

namespace Repro.Tests.Labs;

public sealed class LocalProcessTests
{
    public LocalProcessTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "sh and cat are asked for");

    [Fact]
    public async Task Lines_of_both_streams_are_read_and_its_exit_code_is_known()
    {
        await using var process = new LocalProcess("sh", ["-c", "echo one; echo two; echo three >&2; exit 7"]);

        Assert.Equal(["one", "two"], await process.Output.ReadAllAsync().ToListAsync());
        Assert.Equal(["three"], await process.Errors.ReadAllAsync().ToListAsync());
        Assert.Equal(7, await process.Exit);
    }

    [Fact]
    public async Task It_is_written_to_until_its_input_ends_and_to_nobody_after_that()
    {
        await using var process = new LocalProcess("cat", []);
        process.WriteLine("hello");
        Assert.Equal("hello", await process.Output.ReadAsync(TestContext.Current.CancellationToken));
        process.CloseInput();

        Assert.Equal(0, await process.Exit);
        Assert.Empty(await process.Output.ReadAllAsync().ToListAsync());
    }

    [Fact]
    public async Task Disposing_ends_it()
    {
        var process = new LocalProcess("cat", []);
        await process.DisposeAsync();

        Assert.True(process.Exit.IsCompletedSuccessfully);
        Assert.Empty(await process.Output.ReadAllAsync().ToListAsync());
    }
}
