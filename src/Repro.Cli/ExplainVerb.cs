using System.CommandLine;
using Repro.Explaining;
using Repro.Linux;
using Repro.Nodes;
using Spectre.Console;

namespace Repro.Cli;

/// <summary><c>repro explain</c>: what is behind what somebody pasted.</summary>
internal static class ExplainVerb
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description =
                "Files with anything of ss, netstat, nstat, sysctl, dmesg and the logs of a proxy or a program; - for standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        var json = new Option<bool>("--json") { Description = "Print JSON instead of text." };
        var scenario = PathOption.Create("--scenario", "a file");
        scenario.Description = "Write a scenario that makes a lab of it, too; takes the timers of ss -tano.";
        scenario.HelpName = "FILE";
        var command = new Command("explain", "Says what is behind what was pasted, or that it can't be told; needs no lab.")
        {
            files, json, scenario,
        };
        command.SetAction(parsed =>
        {
            var (explanation, text) = Explainer.Explain(parsed.GetRequiredValue(files).SelectMany(Lines), KernelProbe.Kernel);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(explanation.ToJson());
            }
            else
            {
                Print(Terminal.Results, explanation);
            }

            if (parsed.GetValue(scenario) is { } file)
            {
                HostScenarioFile.Write(file, text ?? throw new ReproException(
                    FailureKind.BadInput,
                    "What was pasted does not say at which rate connections are opened: there is no scenario of it.",
                    "Paste ss -tano of the host: its timers say how old each TIME_WAIT is."));
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, Explanation explanation)
    {
        console.WriteLine($"{explanation.Text}.");
        console.WriteLine(explanation.Remedy);
        Several("Beside that:", explanation.Beside);
        Several("Not so:", explanation.Contradicted);
        Several("To say more, paste:", explanation.Paste);
        console.WriteLine();
        console.WriteLine($"Read: {explanation.Read}.");

        void Several(string heading, IReadOnlyList<string> texts)
        {
            if (texts.Count > 0)
            {
                console.WriteLine();
                console.WriteLine(heading);
                foreach (var text in texts)
                {
                    Terminal.Indented(console, text);
                }
            }
        }
    }

    private static IEnumerable<string> Lines(string file)
    {
        if (file == ScenarioText.StandardInput)
        {
            return LinesOf(Console.In);
        }

        // A pipe is what a shell has for the output of a command: repro explain <(ss -tano).
        if (FileKind.Endless(file) is { } kind && kind != "a pipe")
        {
            throw new ReproException(
                FailureKind.BadInput,
                $"{file} is {kind}.",
                "Save it to a file, or have it read from standard input: - in place of its name.");
        }

        try
        {
            return LinesOf(new StreamReader(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ReproException(
                FailureKind.BadInput, $"{file} can't be read: {exception.Message}", "Give the path of a text, like what ss -tano printed.");
        }
    }

    private static IEnumerable<string> LinesOf(TextReader reader)
    {
        using (reader)
        {
            while (reader.ReadLine() is { } line)
            {
                yield return line;
            }
        }
    }
}
