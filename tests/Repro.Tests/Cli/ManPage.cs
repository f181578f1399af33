using System.CommandLine;
using System.CommandLine.Help;
using System.Text;
using Repro.Cli;

namespace Repro.Tests.Cli;

/// <summary>The manual page, made from the commands: <c>docs/repro.1</c>.</summary>
internal static class ManPage
{
    public static string File { get; } = RepositoryRoot.PathOf("docs", "repro.1");

    /// <summary>A command and all that are shown below it.</summary>
    public static IEnumerable<Command> Commands(Command command) =>
        command.Subcommands.Where(inner => !inner.Hidden).SelectMany(Commands).Prepend(command);

    /// <summary>The page.</summary>
    public static string Of(RootCommand root)
    {
        var page = new StringBuilder();
        page.Append(".\\\" Made from the commands by ./dev man.\n.TH REPRO 1 \"\" repro \"User Commands\"\n");
        page.Append(".SH NAME\nrepro \\- ").Append(Text("runs out of ephemeral ports on demand, and shows what each mitigation changes"));
        page.Append("\n.SH SYNOPSIS\n.B repro\n.I VERB\n[\\fIARGUMENT\\fR...] [\\fIOPTION\\fR...]\n");
        page.Append(".SH DESCRIPTION\n").Append(Text(root.Description!)).Append('\n');
        page.Append(Text(
            "Results go to standard output, progress to standard error, in colour on a terminal unless NO_COLOR is set."));
        page.Append("\n.SH VERBS\n");
        foreach (var command in Commands(root).Skip(1))
        {
            Verb(page, command);
        }

        page.Append(".SH EXAMPLES\n.nf\n");
        foreach (var example in Examples.Of(root))
        {
            page.Append(Text(example)).Append('\n');
        }

        page.Append(".fi\n.SH EXIT STATUS\n");
        foreach (var line in ExitCode.Help.Split('\n').Skip(1).Where(line => line.Trim().Length > 0))
        {
            var words = line.Trim().Split(' ', 2);
            page.Append(".TP\n.B ").Append(words[0]).Append('\n').Append(Text(words[1].Trim())).Append('\n');
        }

        page.Append(".SH ENVIRONMENT\n");
        foreach (var (name, meaning) in Variables)
        {
            page.Append(".TP\n.B ").Append(name).Append('\n').Append(Text(meaning)).Append('\n');
        }

        return page.ToString();
    }

    private static (string Name, string Meaning)[] Variables { get; } =
    [
        ("DOCKER_HOST, DOCKER_CONTEXT", "The engine of the lab docker, as for the docker command line."),
        ("GITHUB_ACTIONS, GITHUB_WORKSPACE, GITHUB_STEP_SUMMARY", "In a job of GitHub Actions: annotations and a summary are written."),
        ("NO_COLOR", "No colour, whatever its value."),
    ];

    private static void Verb(StringBuilder page, Command command)
    {
        page.Append(".SS ").Append(Text(Usage(command))).Append('\n').Append(Text(command.Description!)).Append('\n');
        foreach (var argument in command.Arguments)
        {
            page.Append(".TP\n.I ").Append(Text(argument.Name)).Append('\n').Append(Text(argument.Description!)).Append('\n');
        }

        foreach (var option in command.Options.Where(option => option is not HelpOption && !option.Hidden))
        {
            var value = option.ValueType == typeof(bool) ? "" : $" \\fI{Text(option.HelpName ?? "VALUE")}\\fR";
            page.Append(".TP\n\\fB").Append(Text(option.Name)).Append("\\fR").Append(value).Append('\n')
                .Append(Text(option.Description!)).Append('\n');
        }

        if (Examples.Of(command) is { Count: > 0 } examples)
        {
            page.Append(".PP\n.nf\n");
            foreach (var example in examples)
            {
                page.Append(".RS\n").Append(Text(example)).Append("\n.RE\n");
            }

            page.Append(".fi\n");
        }
    }

    private static string Usage(Command command) => string.Join(' ', command.Arguments
        .Select(argument => (argument.Arity.MinimumNumberOfValues, argument.Arity.MaximumNumberOfValues) switch
        {
            (0, 1) => $"[{argument.Name}]",
            (0, _) => $"[{argument.Name}...]",
            (_, 1) => argument.Name,
            _ => $"{argument.Name}...",
        })
        .Prepend(Examples.NameOf(command)));

    // A dash is a hyphen unless told, a line that begins with a dot or a quote is an order, and what is no ASCII depends on the reader.
    private static string Text(string text)
    {
        var escaped = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        return escaped is ['.' or '\'', ..] ? $"\\&{escaped}" : escaped;
    }
}
