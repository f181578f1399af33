using System.CommandLine;
using System.CommandLine.Completions;
using Repro.Planning;
using Repro.Reports;

namespace Repro.Cli;

/// <summary>What a shell may complete words to that are no words of the command line: files, runs, cases, mitigations.</summary>
internal static class Completions
{
    private const string Results = "results";
    private const string Scenarios = "scenarios";

    // A folder of thousands is no list to choose from.
    private const int Most = 200;

    private static readonly string[] ScenarioEndings = [".yaml", ".yml"];

    /// <summary>Scenario files: below the word's folder, and of <c>scenarios</c> where nothing is typed yet.</summary>
    public static IEnumerable<CompletionItem> ScenarioFiles(CompletionContext context) => Items(
        Paths(context.WordToComplete, Scenarios)
            .Where(path => Directory.Exists(path) || ScenarioEndings.Contains(Path.GetExtension(path))));

    /// <summary>Directories of runs, and folders that may have some.</summary>
    public static IEnumerable<CompletionItem> Runs(CompletionContext context) =>
        Items(Paths(context.WordToComplete, Results).Where(Directory.Exists));

    /// <summary>Mitigations of the catalogue.</summary>
    public static IEnumerable<CompletionItem> Mitigations(CompletionContext context) =>
        Items(Catalogue.All.Select(mitigation => mitigation.Name));

    /// <summary>The cases of the scenario that the line has, by their ids; none where it can't be read.</summary>
    public static IEnumerable<CompletionItem> Cases(CompletionContext context, Argument<string> scenario)
    {
        try
        {
            return context.ParseResult.GetValue(scenario) is { Length: > 0 } file && File.Exists(file)
                ? Items(ScenarioInput.Load(file, [], MachineCheck.None).Plan.Cases.Select(planned => planned.Id))
                : [];
        }
        catch (Exception exception) when (exception is ReproException or InvalidOperationException)
        {
            // Nobody waits for an error while typing.
            return [];
        }
    }

    /// <summary>Figures that a scenario may expect something of.</summary>
    public static IEnumerable<CompletionItem> Figures(CompletionContext context) => Items(Reporter.FigureNames);

    // What the word begins, with a slash behind folders; a word that says nothing yet has the folder's files as well.
    private static IEnumerable<string> Paths(string word, string folder)
    {
        var slash = word.LastIndexOf('/');
        var begun = slash < 0 ? "" : word[..(slash + 1)];
        var here = In(begun.Length == 0 ? "." : begun).Select(path => begun + Path.GetFileName(path));
        return word.Length == 0 && Directory.Exists(folder)
            ? In(folder).Select(path => $"{folder}/{Path.GetFileName(path)}").Concat(here)
            : here;
    }

    private static IEnumerable<string> In(string folder)
    {
        try
        {
            return Directory.Exists(folder)
                ? Directory.EnumerateFileSystemEntries(folder).Where(path => !Path.GetFileName(path).StartsWith('.')).Take(Most).Order()
                : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static IEnumerable<CompletionItem> Items(IEnumerable<string> words) =>
        words.Select(word => new CompletionItem(Directory.Exists(word) ? $"{word}/" : word));
}
