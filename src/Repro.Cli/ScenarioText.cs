using Repro.Linux;

namespace Repro.Cli;

/// <summary>A scenario's text: of a file, or of standard input.</summary>
internal static class ScenarioText
{
    /// <summary>The name that stands for standard input.</summary>
    public const string StandardInput = "-";

    private const string Hint = "Give the path of a YAML file, like scenarios/quick.yaml.";

    /// <summary>Reads a file of sysctls that a scenario names, by a path from the scenario's own folder.</summary>
    /// <param name="file">The scenario's name, or <see cref="StandardInput"/>: then from the current one.</param>
    /// <param name="path">The path.</param>
    /// <exception cref="ReproException">It can't be read.</exception>
    public static string ReadBeside(string file, string path) => ReadFile(
        Path.Combine(file == StandardInput ? "" : Path.GetDirectoryName(file) ?? "", path),
        "file of sysctls",
        "Give the path of one, from the scenario's folder, like 90-net.conf.");

    /// <summary>Reads a text, up to a letter more than a scenario may have.</summary>
    /// <param name="file">The file's name, or <see cref="StandardInput"/>.</param>
    /// <exception cref="ReproException">It can't be read.</exception>
    public static string Read(string file)
    {
        if (file == StandardInput)
        {
            return Read(Console.In);
        }

        return ReadFile(file, "scenario", Hint);
    }

    private static string ReadFile(string file, string what, string hint)
    {
        // What is no file may have no end, or no beginning.
        if (FileKind.Endless(file) is { } kind)
        {
            throw new ReproException(
                FailureKind.BadInput,
                $"The {what} {file} is {kind}.",
                kind == "a pipe" && hint == Hint
                    ? $"Save it to a file, or have it read from standard input: {StandardInput} in place of its name."
                    : hint);
        }

        try
        {
            using var reader = new StreamReader(file);
            return Read(reader);
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ReproException(FailureKind.BadInput, $"The {what} {file} can't be read: {exception.Message}", hint);
        }
    }

    private static string Read(TextReader reader)
    {
        var letters = new char[Repro.Scenarios.ScenarioFile.LongestText + 1];
        return new string(letters, 0, reader.ReadBlock(letters));
    }
}
