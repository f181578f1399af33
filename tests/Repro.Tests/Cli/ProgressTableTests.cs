using Repro.Cli;
using Repro.Progress;
using Repro.Tests.Progress;
using Spectre.Console;

namespace Repro.Tests.Cli;

public sealed class ProgressTableTests
{
    private static readonly CaseState LongNamed = States.Running with
    {
        Id = "long",
        Label = "a-mitigation-of-somebody's-own-with-a-name-of-sixty-letters-",
        CapacityPorts = 129_024,
    };

    public static TheoryData<int, int, int> Windows => new()
    {
        { 48, 12, 40 },
        { 60, 20, 40 },
        { 80, 24, 1 },
        { 80, 24, 40 },
        { 120, 40, 1 },
        { 120, 40, 40 },
        { 200, 60, 40 },
    };

    [Theory]
    [MemberData(nameof(Windows))]
    public void It_fits_the_window_whatever_runs(int width, int height, int cases)
    {
        var lines = Render(width, height, [.. Enumerable.Range(0, cases).Select(i => (i % 3) switch
        {
            0 => LongNamed,
            1 => States.Done,
            _ => States.Waiting,
        } with { Id = $"{i}" })]);

        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        Assert.InRange(lines.Count, 4, height - 1);
        Assert.Contains(lines, line => line.Contains("ports run out in 3.0 s", StringComparison.Ordinal));
    }

    [Fact]
    public void A_wide_window_shows_everything_of_a_case() =>
        Assert.Equal(
            [
                "quick · 0 of 1 case done · 1:05",
                "When does it run out?",
                "Case  Load                     Failures                  Ports in use               ok/s  failed/s  Outlook",
                "none  ████████░░░░░░░░  5.0 s  ▁▁▁▁▁▁▁▁▁▁▁▁       ┊      ███████▓░░░░ 2,500/4,000    500         0  ports run out in 3.0 "
                + "s",
            ],
            Render(160, 40, [States.Running]));

    [Fact]
    public void In_a_narrow_one_rates_give_way_and_the_words_stay()
    {
        var lines = Render(80, 24, [States.Running with { Label = "backend-ports ×2" }]);
        Assert.DoesNotContain("ok/s", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("backend-ports ×2  ", lines[3], StringComparison.Ordinal);
        Assert.EndsWith("2,500/4,000  ports run out in 3.0 s", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_cases_those_that_run_are_shown_and_the_others_counted()
    {
        var lines = Render(
            100,
            10,
            [
                .. Enumerable.Range(0, 6).Select(i => States.Done with { Id = $"done{i}", Label = $"done{i}" }),
                .. Enumerable.Range(0, 4).Select(i => States.Running with { Id = $"run{i}", Label = $"run{i}" }),
                .. Enumerable.Range(0, 12).Select(i => States.Waiting with { Id = $"wait{i}", Label = $"wait{i}" }),
            ]);

        Assert.Equal(["done5", "run0", "run1", "run2", "run3"], lines.Skip(3).SkipLast(1).Select(line => line.Split(' ')[0]));
        Assert.Equal("12 wait, 5 done", lines[^1]);
    }

    [Fact]
    public void Cases_of_one_label_are_told_apart_by_their_rate()
    {
        var lines = Render(120, 40, [States.Running, States.Running with { Id = "none@600", OfferedPerSecond = 600 }, LongNamed]);
        Assert.StartsWith("none 500/s ", lines[3], StringComparison.Ordinal);
        Assert.StartsWith("none 600/s ", lines[4], StringComparison.Ordinal);
        Assert.DoesNotContain("/s ", lines[5], StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_hours_has_a_clock_of_hours_and_a_question_one_line()
    {
        var run = States.Run([]) with { ElapsedSeconds = 90_061, Question = "Does it\nrun out?" };
        Assert.Equal(["quick · a small lab measures this machine · 25:01:01", "Does it run out?"], Render(80, 24, run));
    }

    [Fact]
    public void Before_the_first_case_it_says_what_is_going_on() =>
        Assert.Equal(["quick · a small lab measures this machine · 1:05", "When does it run out?"], Render(80, 24, []));

    [Fact]
    public void Names_may_have_the_letters_of_markup()
    {
        var lines = Render(120, 40, [States.Running with { Label = "[red]none[/]" }]);
        Assert.StartsWith("[red]none[/]", lines[3], StringComparison.Ordinal);
    }

    private static List<string> Render(int width, int height, IReadOnlyList<CaseState> cases) => Render(width, height, States.Run(cases));

    private static List<string> Render(int width, int height, RunProgress run)
    {
        var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
        });
        console.Profile.Width = width;
        console.Write(ProgressTable.Of(run, width, height));
        return [.. text.ToString().TrimEnd('\n').Split('\n').Select(line => line.TrimEnd())];
    }
}
