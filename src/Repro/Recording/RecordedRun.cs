using System.Runtime.ExceptionServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Repro.Recording;

/// <summary>A run as read back from its directory.</summary>
/// <param name="File">run.json.</param>
/// <param name="Readers">Read the cases that have begun, in the order of the plan; not before they are asked, as the lines of a case may be many.</param>
/// <param name="NotBegun">Ids of the cases that were planned and have not begun.</param>
public sealed record RecordedRun(RunFile File, IReadOnlyList<Func<RecordedCase>> Readers, IReadOnlyList<string> NotBegun)
{
    /// <summary>A run of cases that have been read.</summary>
    public RecordedRun(RunFile file, IEnumerable<RecordedCase> cases, IReadOnlyList<string> notBegun)
        : this(file, [.. cases.Select(one => new Func<RecordedCase>(() => one))], notBegun)
    {
    }

    /// <summary>Reads each case and makes something of it, on as many processors as there are; what is made should be smaller than the case.</summary>
    /// <returns>What was made, in the order of the cases.</returns>
    /// <exception cref="ReproException">A case can't be read.</exception>
    public IReadOnlyList<T> Map<T>(Func<RecordedCase, T> make)
    {
        var made = new T[Readers.Count];
        try
        {
            Parallel.For(0, made.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, index => made[index] = make(Readers[index]()));
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }

        return made;
    }

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
        return new RecordedRun(
            file,
            [.. begun[true].Select(id => new Func<RecordedCase>(() => RecordedCase.Read(RunDirectory.CaseFolder(directory, id))))],
            [.. begun[false]]);
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

        using var file = System.IO.File.OpenRead(path);
        var lines = new ByteLines(file);
        for (var number = 1; lines.TryNext(out var line); number++)
        {
            try
            {
                result.Add(JsonSerializer.Deserialize(line, type) ?? throw new JsonException("it says null"));
            }
            catch (JsonException exception)
            {
                if (lines.IsAtEnd)
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
