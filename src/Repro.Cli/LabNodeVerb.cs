using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using Repro.Model;
using Repro.Scenarios;
using Repro.Standalone;

namespace Repro.Cli;

/// <summary>
/// <c>repro lab client</c>, <c>proxy</c> and <c>backend</c>: a role in a host that is there already, such as a container of the
/// compose file.
/// </summary>
internal static class LabNodeVerb
{
    private const string Place = "ADDRESS:PORT";

    public static Command CreateClient()
    {
        var target = Places("--target", "The proxy.", ArgumentArity.ExactlyOne);
        var share = new Option<(int Number, int Of)?>("--share")
        {
            Description = "Which of how many clients it is, which send the load together [default: 1/1].",
            HelpName = "N/CLIENTS",
            CustomParser = ParseShare,
        };
        return Create("client", "Sends requests to a proxy, and ends.", [target, share], (parsed, conditions, cancellationToken) =>
        {
            var (number, of) = parsed.GetValue(share) ?? (1, 1);
            return StandaloneNode.RunClientAsync(
                conditions, parsed.GetRequiredValue(target)[0], number, of, Console.Out, TimeProvider.System, cancellationToken);
        });
    }

    public static Command CreateProxy()
    {
        var listen = Places("--listen", "Where it listens.", ArgumentArity.ExactlyOne);
        var target = Places("--target", "A backend; more of them are used in turn.", ArgumentArity.OneOrMore);
        return Create(
            "proxy", "Passes requests on to backends until it is ended.", [listen, target], (parsed, conditions, cancellationToken) =>
                StandaloneNode.RunProxyAsync(
                    conditions, parsed.GetRequiredValue(listen)[0], parsed.GetRequiredValue(target), Console.Out, TimeProvider.System,
                    cancellationToken));
    }

    public static Command CreateBackend()
    {
        var listen = Places("--listen", "Where it listens.", ArgumentArity.OneOrMore);
        return Create("backend", "Answers requests until it is ended.", [listen], (parsed, conditions, cancellationToken) =>
            StandaloneNode.RunBackendAsync(conditions, parsed.GetRequiredValue(listen), Console.Out, cancellationToken));
    }

    private static Command Create(
        string role, string description, IReadOnlyList<Option> options, Func<ParseResult, Conditions, CancellationToken, Task> run)
    {
        var settings = new ScenarioInput().Settings;
        var command = new Command(role, description) { settings };
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (scenario, wrong) = ScenarioFile.Parse("{}", role, parsed.GetValue(settings));
            if (wrong.Count > 0)
            {
                ScenarioInput.Print(wrong);
                return ExitCode.BadInput;
            }

            await run(parsed, scenario.Conditions, cancellationToken);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Option<IPEndPoint[]> Places(string name, string description, ArgumentArity arity) => new(name)
    {
        Description = description,
        HelpName = Place,
        Required = true,
        Arity = arity,
        CustomParser = ParsePlaces,
    };

    private static IPEndPoint[]? ParsePlaces(ArgumentResult result)
    {
        var places = new List<IPEndPoint>();
        foreach (var token in result.Tokens)
        {
            if (IPEndPoint.TryParse(token.Value, out var place) && place.Port > 0)
            {
                places.Add(place);
            }
            else
            {
                result.AddError($"'{token.Value}' is not an address and a port, like 198.19.255.6:80 or [2001:2::6]:80.");
                return null;
            }
        }

        return [.. places];
    }

    private static (int Number, int Of)? ParseShare(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text.Split('/') is [var first, var second]
            && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var of)
            && number >= 1 && number <= of)
        {
            return (number, of);
        }

        result.AddError($"'{text}' is not a client's number and how many there are, like 1/4.");
        return null;
    }
}
