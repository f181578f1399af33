using System.CommandLine;
using System.Text.Json.Nodes;
using Repro.Images;
using Spectre.Console;

namespace Repro.Cli;

/// <summary><c>repro lab image</c>: makes the images of the lab in containers, and says how.</summary>
internal static class LabImageVerb
{
    private const double Megabyte = 1e6;

    public static Command Create()
    {
        var names = new Argument<string[]>("NAME")
        {
            Description = $"Which: {string.Join(", ", LabImages.Names)} [default: {LabImages.Names[0]}].",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var baseImage = new Option<string?>("--base") { Description = "The image to build upon, for one NAME.", HelpName = "IMAGE" };
        var offline = new Option<bool>("--offline") { Description = "Ask no registry: make it of this machine's files." };
        var json = new Option<bool>("--json") { Description = "Print JSON instead of text." };
        var command = new Command("image", "Makes the images of the lab in containers: from a registry, or else of this machine's files.")
        {
            names, baseImage, offline, json,
        };
        command.Validators.Add(result =>
        {
            if (!result.HasOption(baseImage))
            {
                return;
            }

            if (result.HasOption(offline))
            {
                result.AddError("--base builds upon an image, and --offline does without one: give one of them.");
            }

            if (result.GetValue(names) is { Length: > 1 })
            {
                result.AddError("--base takes one NAME: no image is the base of several.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var made = await LabImages.MakeAsync(
                parsed.GetValue(names) is { Length: > 0 } chosen ? chosen : [LabImages.Names[0]],
                parsed.GetValue(baseImage),
                parsed.GetValue(offline),
                Console.Error.WriteLine,
                cancellationToken);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(new JsonArray([.. made.Select(ToJson)]).ToJsonString(ReadableJson.Indented));
            }
            else
            {
                Print(made);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(IReadOnlyList<LabImage> images)
    {
        var console = Terminal.Results;
        foreach (var image in images)
        {
            console.WriteLine($"{image.Reference}  {image.Name} {image.Version}, {image.Bytes / Megabyte:0} MB");
            Terminal.Indented(console, $"{WayOf(image)}, as {image.Because}");
        }
    }

    private static string WayOf(LabImage image) => image.Way switch
    {
        ImageSource.Registry => $"built upon {image.From}",
        _ => $"made of this machine's files, without a registry: {image.From} and its libraries",
    };

    private static JsonNode ToJson(LabImage image) => new JsonObject
    {
        ["name"] = image.Name,
        ["reference"] = image.Reference,
        ["version"] = image.Version,
        ["way"] = image.Way.ToString().ToLowerInvariant(),
        ["from"] = image.From,
        ["because"] = image.Because,
        ["bytes"] = image.Bytes,
    };
}
