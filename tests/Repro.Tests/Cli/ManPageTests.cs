using System.CommandLine;
using Repro.Cli;

namespace Repro.Tests.Cli;

public sealed class ManPageTests
{
    private static readonly RootCommand Root = Verbs.Create([]);

    // REPRO_WRITE_MAN=1 writes it anew.
    [Fact]
    public void It_is_what_the_commands_say()
    {
        var page = ManPage.Of(Root);
        if (Environment.GetEnvironmentVariable("REPRO_WRITE_MAN") == "1")
        {
            File.WriteAllText(ManPage.File, page);
        }

        Assert.Equal(page, File.ReadAllText(ManPage.File));
    }

    [Fact]
    public void It_has_every_verb_with_every_option()
    {
        var page = ManPage.Of(Root);

        Assert.All(ManPage.Commands(Root).Skip(1), command =>
        {
            var begin = page.IndexOf($".SS {Examples.NameOf(command)}", StringComparison.Ordinal);
            Assert.True(begin >= 0, $"{command.Name} is not in the page");
            var end = page.IndexOf("\n.S", begin + 1, StringComparison.Ordinal);
            Assert.All(
                command.Options.Where(option => option.Name != "--help"),
                option => Assert.Contains(
                    option.Name.Replace("-", "\\-", StringComparison.Ordinal), page[begin..end], StringComparison.Ordinal));
        });
        Assert.DoesNotContain(page.Split('\n'), line => line.StartsWith('\''));
    }

    [Fact]
    public void Every_verb_and_option_says_what_it_is() => Assert.All(
        ManPage.Commands(Root),
        command => Assert.All(
            command.Options.Where(option => !option.Hidden).Select(option => (option.Name, option.Description))
                .Concat(command.Arguments.Select(argument => (argument.Name, argument.Description)))
                .Append((command.Name, command.Description)),
            named => Assert.False(string.IsNullOrEmpty(named.Description), $"{command.Name} {named.Name}")));
}
