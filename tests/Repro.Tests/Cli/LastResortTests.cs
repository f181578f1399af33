using System.CommandLine;
using Repro.Cli;

namespace Repro.Tests.Cli;

[Trait("Fault", "C6")]
public sealed class LastResortTests
{
    [Fact]
    public async Task A_bug_in_a_verb_asks_for_a_report_and_has_its_own_exit_code()
    {
        var (exitCode, errors) = await ThrowAsync(() => throw new InvalidOperationException("no\nsuch\nthing"), "--set", "load.rate=5/s");

        Assert.Equal(70, exitCode);
        Assert.Equal(3, errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.StartsWith("error: Repro has a bug, and gave up: no such thing\n", errors, StringComparison.Ordinal);
        Assert.Matches(
            @"details: repro \d+\.\d+\.\d+.*; arguments: throw --set load\.rate=5/s; "
            + @"System\.InvalidOperationException in .*LastResortTests",
            errors);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_that_the_user_can_mend_says_how()
    {
        var (exitCode, errors) = await ThrowAsync(() => throw new ReproException(FailureKind.NoLab, "No lab.", "Get one."));
        Assert.Equal((ExitCode.NoLab, "error: No lab.\nGet one.\n"), (exitCode, errors));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_no_bug()
    {
        var (exitCode, errors) = await ThrowAsync(() => throw new AggregateException(new IOException("the disk is gone")));
        Assert.Equal((ExitCode.BadInput, "error: the disk is gone\n"), (exitCode, errors));
    }

    [Theory]
    [Trait("Fault", "D7")]
    [MemberData(nameof(TooSmall))]
    public async Task A_machine_that_is_too_small_is_no_bug(Exception thrown, string said)
    {
        var (exitCode, errors) = await ThrowAsync(() => throw thrown);

        Assert.Equal(ExitCode.BadInput, exitCode);
        Assert.StartsWith($"error: There is not enough memory{said}\nAllow more (ulimit -v; ", errors, StringComparison.Ordinal);
        Assert.False(Bug.Is(thrown));
    }

    public static TheoryData<Exception, string> TooSmall => new()
    {
        { new InsufficientMemoryException(), "." },
        {
            new AggregateException(new TypeInitializationException(
                "SkiaSharp.SKPath", new DllNotFoundException("Unable to load shared library 'libSkiaSharp'. Try\nthis."))),
            ", or SkiaSharp, which draws the charts, can't be loaded: Unable to load shared library 'libSkiaSharp'"
        },
        {
            new FileLoadException("Could not load file or assembly 'X'. Why"),
            ", or a part of the program can't be loaded: Could not load file or assembly 'X'"
        },
    };

    private static async Task<(int ExitCode, string Errors)> ThrowAsync(Action thrower, params string[] more)
    {
        var verb = new Command("throw") { new Option<string[]>("--set") };
        verb.SetAction(_ => thrower());
        string[] arguments = ["throw", .. more];
        var errors = new StringWriter { NewLine = "\n" };
        var exitCode = await new LastResort(arguments, errors).RunAsync(() => Verbs.InvokeAsync(new RootCommand { verb }, arguments));
        return (exitCode, errors.ToString());
    }
}
