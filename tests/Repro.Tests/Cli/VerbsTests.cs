using System.CommandLine;
using Repro.Cli;

namespace Repro.Tests.Cli;

public sealed class VerbsTests
{
    private static readonly RootCommand Root = Verbs.Create([]);

    public static TheoryData<string> All => [.. Verbal(Root, "")];

    [Theory]
    [MemberData(nameof(All))]
    public void Any_two_arguments_are_understood_or_refused_with_words(string verb)
    {
        var path = verb.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var options = path.Aggregate((Command)Root, (command, name) => command.Subcommands.Single(inner => inner.Name == name)).Options
            .Select(option => option.Name);
        var arguments = options.SelectMany(name => new[] { name, $"{name}=x" })
            .Concat(["x", "1", "-1", "", "a=b", "1/4", "10.0.0.1:80", "--"]).ToList();

        Assert.All(
            from first in arguments from second in arguments select (string[])[.. path, first, second],
            line => Assert.All(Root.Parse(line).Errors, error => Assert.NotEmpty(error.Message)));
    }

    [Theory]
    [InlineData("error: Required argument 'SCENARIO' missing for command: 'plan'.", "plan")]
    [InlineData("error: Unrecognized command or argument 'rum'.", "rum")]
    public async Task What_is_wrong_with_arguments_comes_before_the_usage_and_both_are_errors(string error, string argument)
    {
        await using var errors = new StringWriter();

        Assert.Equal(ExitCode.BadInput, await Verbs.InvokeAsync(Verbs.Create([]), [argument], errors));
        var text = errors.ToString();
        Assert.StartsWith("error: ", text, StringComparison.Ordinal);
        Assert.InRange(text.IndexOf(error, StringComparison.Ordinal), 0, text.IndexOf("Usage:", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Verbal(Command command, string path) =>
        [path, .. command.Subcommands.SelectMany(inner => Verbal(inner, $"{path} {inner.Name}"))];
}
