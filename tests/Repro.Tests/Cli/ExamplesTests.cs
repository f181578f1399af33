using System.CommandLine;
using Repro.Cli;

namespace Repro.Tests.Cli;

public sealed class ExamplesTests
{
    private static readonly RootCommand Root = Verbs.Create([]);

    public static TheoryData<string> Shown { get; } = [.. ManPage.Commands(Root).Select(Examples.NameOf)];

    public static TheoryData<string> Lines { get; } = [.. Examples.All.Values.SelectMany(lines => lines)];

    [Theory]
    [MemberData(nameof(Shown))]
    public void Each_verb_has_examples_and_its_help_shows_them(string verb)
    {
        var output = new StringWriter();
        Root.Parse([.. verb.Split(' ')[1..], "--help"]).Invoke(new InvocationConfiguration { Output = output });

        Assert.NotEmpty(Examples.All[verb]);
        Assert.All(Examples.All[verb], example => Assert.Contains($"\n  {example}\n", output.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void No_example_is_of_a_verb_that_there_is_not() =>
        Assert.Equal(Shown.Select(row => row.Data).Order(), Examples.All.Keys.Order());

    [Theory]
    [MemberData(nameof(Lines))]
    public void An_example_is_a_command_line_that_is_understood(string line)
    {
        Assert.StartsWith("repro ", line, StringComparison.Ordinal);
        Assert.Empty(Root.Parse(line["repro ".Length..].Replace('\'', '"')).Errors);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_file_that_an_example_names_is_one_that_ships(string line) => Assert.All(
        line.Split(' ').Where(word => word.StartsWith("scenarios/", StringComparison.Ordinal)),
        file => Assert.True(File.Exists(RepositoryRoot.PathOf(file.Split('/')))));
}
