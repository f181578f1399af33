using Repro.Recording;

namespace Repro.Tests.Recording;

[Trait("Fault", "C2")]
public sealed class ResultsDirectoryTests : IDisposable
{
    private readonly TemporaryRun scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void Of_many_that_take_the_same_directory_one_has_it()
    {
        const int Many = 16;
        for (var round = 0; round < 20; round++)
        {
            var directory = scratch.PathOf($"run{round}");
            var won = 0;
            var refused = 0;
            TestThread.Together(Many, _ =>
            {
                try
                {
                    using var claim = ResultsDirectory.Claim(directory);
                    File.WriteAllText(Path.Combine(directory, "run.json"), "mine");
                    Interlocked.Increment(ref won);
                }
                catch (ReproException exception) when (exception.Message.Contains("is not empty", StringComparison.Ordinal))
                {
                    Interlocked.Increment(ref refused);
                }
            });

            Assert.Equal((1, Many - 1), (won, refused));
            Assert.Equal(["run.json"], Directory.GetFileSystemEntries(directory).Select(Path.GetFileName));
        }
    }

    [Fact]
    public void Default_names_of_the_same_second_never_collide()
    {
        var name = Path.Combine(scratch.Directory, ResultsDirectory.Default(DateTimeOffset.UnixEpoch, "quick"));
        using var first = ResultsDirectory.ClaimNew(name);
        using var second = ResultsDirectory.ClaimNew(name);
        using var third = ResultsDirectory.ClaimNew(name);

        Assert.EndsWith("results/19700101T000000Z-quick", first.Directory, StringComparison.Ordinal);
        Assert.Equal([name, name + "-2", name + "-3"], [first.Directory, second.Directory, third.Directory]);
    }

    [Fact]
    public void An_empty_directory_is_taken_and_one_with_something_in_it_left_alone()
    {
        Directory.CreateDirectory(scratch.PathOf("empty"));
        using (ResultsDirectory.Claim(scratch.PathOf("empty")))
        {
        }

        Directory.CreateDirectory(scratch.PathOf("full"));
        File.WriteAllText(scratch.PathOf("full/precious"), "");
        Assert.Throws<ReproException>(() => ResultsDirectory.Claim(scratch.PathOf("full")));
        Assert.Equal(["precious"], Directory.GetFileSystemEntries(scratch.PathOf("full")).Select(Path.GetFileName));
    }
}
