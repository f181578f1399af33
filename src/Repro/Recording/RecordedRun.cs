using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Repro.Recording;

/// <summary>A run as read back from its directory.</summary>
/// <param name="File">run.json.</param>
/// <param name="Cases">The cases that have begun, in the order of the plan; each is read when its turn comes, as its lines may be many.</param>
/// <param name="NotBegun">Ids of the cases that were planned and have not begun.</param>
public sealed record RecordedRun(RunFile File, IEnumerable<RecordedCase> Cases, IReadOnlyList<string> NotBegun)
{
    /// <summary>Reads a run's directory.</summary>
    /// <exception cref="ReproException">It is not one, or a newer program made it.</exception>
    public static RecordedRun Read(string directory)
    {
        var path = Path.Combine(directory, RunDirectory.RunName);
        if (!System.IO.File.Exists(path))
        {
            throw new ReproException(
                FailureKind.BadInput,
                $"{directory} is not the directory of a run: it has no {RunDirectory.RunName}.",
                "Give a directory that repro run made, like results/20260101T120000Z-quick.");
        }

        // The format comes first: a newer one may lack what this program looks for.
        var format = RunDirectory.Read(path, RunDirectory.Json.FormatMark).Format;
        if (format > RunFile.CurrentFormat)
        {
            throw new ReproException(
                FailureKind.BadInput,
                $"{path} is of format {format}; this program knows formats up to {RunFile.CurrentFormat}.",
                "Use the version of the program that made it, or a later one.");
        }

        var file = RunDirectory.Read(path, RunDirectory.Json.RunFile);
        var begun = file.Cases.ToLookup(id => System.IO.File.Exists(Path.Combine(RunDirectory.CaseFolder(directory, id), RunDirectory.CaseName)));
        return new RecordedRun(file, begun[true].Select(id => RecordedCase.Read(RunDirectory.CaseFolder(directory, id))), [.. begun[false]]);
    }
}

/// <summary>A case as read back from its folder.</summary>
/// <param name="File">case.json.</param>
/// <param name="End">end.json, or null for a case that was cut off.</param>
/// <param name="Load">Lines of the clients.</param>
/// <param name="Proxy">Lines of the proxy.</param>
/// <param name="Sockets">Samples of all hosts.</param>
public sealed record RecordedCase(
    CaseFile File,
    CaseEnd? End,
    IReadOnlyList<TrafficLine> Load,
    IReadOnlyList<TrafficLine> Proxy,
    IReadOnlyList<SocketsLine> Sockets)
{
    /// <summary>The same without its lines, once they have been looked at.</summary>
    internal RecordedCase WithoutLines() => this with { Load = [], Proxy = [], Sockets = [] };

    internal static RecordedCase Read(string folder)
    {
        var end = Path.Combine(folder, RunDirectory.EndName);
        return new RecordedCase(
            RunDirectory.Read(Path.Combine(folder, RunDirectory.CaseName), RunDirectory.Json.CaseFile),
            System.IO.File.Exists(end) ? RunDirectory.Read(end, RunDirectory.Json.CaseEnd) : null,
            Lines(Path.Combine(folder, RunDirectory.LoadName), LineJson.Default.TrafficLine),
            Lines(Path.Combine(folder, RunDirectory.ProxyName), LineJson.Default.TrafficLine),
            Lines(Path.Combine(folder, RunDirectory.SocketsName), LineJson.Default.SocketsLine));
    }

    // The last line of a run that was cut off may be half a line; any other that is broken is an error.
    private static List<T> Lines<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        var result = new List<T>();
        if (!System.IO.File.Exists(path))
        {
            return result;
        }

        using var reader = new StreamReader(path);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            try
            {
                result.Add(JsonSerializer.Deserialize(line, type) ?? throw new JsonException("it says null"));
            }
            catch (JsonException exception)
            {
                if (reader.Peek() < 0)
                {
                    break;
                }

                throw new ReproException(
                    FailureKind.BadInput, $"{path}:{number} is broken: {exception.Message}", "Restore the file, or run the scenario again.");
            }
        }

        return result;
    }
}
