using System.CommandLine;
using Repro.Scenarios;

namespace Repro.Cli;

/// <summary>
/// <c>repro init</c>: a first scenario of one's own. It asks nothing: options answer, and what they leave out has a default.
/// </summary>
internal static class InitVerb
{
    private const string DefaultFile = "repro.yaml";
    private const string SchemaFile = "scenario.schema.json";

    public static Command Create()
    {
        var file = new Argument<string>("FILE")
        {
            Description = $"Where to write; {ScenarioText.StandardInput} for standard output.",
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = _ => DefaultFile,
        };
        var shape = new Option<DraftShape>("--shape")
        {
            Description = "Who connects to whom: through a proxy, straight to backends, on one host, or through a NAT.",
            HelpName = string.Join('|', Shapes),
            CustomParser = result =>
            {
                if (Parse(result.Tokens.Single().Value) is { } known)
                {
                    return known;
                }

                result.AddError($"--shape takes one of {string.Join(", ", Shapes)}: '{result.Tokens.Single().Value}' is none.");
                return default;
            },
        };
        // Not as the enumeration's members are written.
        shape.CompletionSources.Clear();
        shape.CompletionSources.Add(Shapes);
        var rate = Parsed("--rate", "a rate, like 500/s or 30/min", text => ScenarioDraft.ParseRate(text));
        rate.Description = "Requests per second over all clients, with its unit [default: 500/s, of a NAT 32/s].";
        rate.HelpName = "RATE";
        var ports = NumberOption.Create("--ports", "a number of ports", 1, Shapes.Max(word => ScenarioDraft.MostPorts(Parse(word)!.Value)));
        ports.Description = "Ports for each destination: a few run out in seconds [default: 1000, of a NAT 64].";
        ports.HelpName = "N";
        var hold = Parsed("--hold", "a duration, like 200ms or 10s", text => ScenarioDraft.ParseDuration(text));
        hold.Description = "How long a backend takes to answer, and so a connection is open [default: 0s, of a NAT 10s].";
        hold.HelpName = "DURATION";
        var schema = new Option<string?>("--schema")
        {
            Description = "Where editors find the schema: a path or an address "
                + $"[default: {SchemaFile}, which is written beside the scenario].",
            HelpName = "WHERE",
        };
        var force = new Option<bool>("--force") { Description = "Write over a file that is there." };
        var command = new Command("init", "Writes a first scenario of your own, with comments; asks nothing.")
        {
            file, shape, rate, ports, hold, schema, force,
        };
        command.SetAction(parsed =>
        {
            var draft = new ScenarioDraft(parsed.GetValue(shape), parsed.GetValue(schema) ?? SchemaFile);
            draft = draft with
            {
                PerSecond = parsed.GetValue(rate) ?? draft.PerSecond,
                Ports = parsed.GetValue(ports) ?? draft.Ports,
                Hold = parsed.GetValue(hold) ?? draft.Hold,
            };
            if (draft.Ports > ScenarioDraft.MostPorts(draft.Shape))
            {
                throw new ReproException(
                    FailureKind.BadInput,
                    $"--ports is {draft.Ports}, and a draft of this shape has {ScenarioDraft.MostPorts(draft.Shape)} at the most.",
                    "Give fewer; they run out sooner.");
            }

            if (draft.Hold > ScenarioDraft.MostHold)
            {
                throw new ReproException(
                    FailureKind.BadInput,
                    $"--hold is more than {ScenarioDraft.MostHold.TotalMinutes} minutes, the longest that a draft's connections are open.",
                    "Give less; a lab shows the same within seconds.");
            }

            var target = parsed.GetRequiredValue(file);
            if (target == ScenarioText.StandardInput)
            {
                Console.Write(draft.ToString());
                return ExitCode.Ok;
            }

            Write(target, draft.ToString(), parsed.GetValue(force));
            Console.WriteLine($"{target}: what it comes to shows repro plan {target}; repro run {target} runs it.");
            if (parsed.GetValue(schema) is null)
            {
                WriteSchema(Path.Combine(Path.GetDirectoryName(target) ?? "", SchemaFile));
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static string[] Shapes { get; } = [.. Enum.GetNames<DraftShape>().Select(name => name.ToLowerInvariant())];

    private static DraftShape? Parse(string word) =>
        Shapes.Contains(word) ? Enum.Parse<DraftShape>(word, ignoreCase: true) : null;

    private static Option<T?> Parsed<T>(string name, string noun, Func<string, T?> parse)
        where T : struct => new(name)
    {
        CustomParser = result =>
        {
            if (parse(result.Tokens.Single().Value) is { } value)
            {
                return value;
            }

            result.AddError($"{name} takes {noun}: '{result.Tokens.Single().Value}' is none.");
            return null;
        },
    };

    private static void Write(string file, string text, bool overwrite)
    {
        try
        {
            using var stream = new FileStream(file, overwrite ? FileMode.Create : FileMode.CreateNew, FileAccess.Write);
            using var writer = new StreamWriter(stream);
            writer.Write(text);
        }
        catch (IOException) when (!overwrite && File.Exists(file))
        {
            throw new ReproException(FailureKind.BadInput, $"{file} is there already.", "Give another name, or --force to write over it.");
        }
        catch (Exception exception) when (WriteFault.Is(exception))
        {
            throw WriteFault.Of(file, exception, "give a file in a folder of your own: repro init FILE");
        }
    }

    // One that is there may be of a later version, or somebody's own.
    private static void WriteSchema(string file)
    {
        if (!File.Exists(file))
        {
            Write(file, ScenarioFile.JsonSchema(), overwrite: false);
            Console.WriteLine($"{file}: what editors that know JSON schema check it by.");
        }
    }
}
