using Repro.Linux;

namespace Repro.Cli;

/// <summary>A scenario's text: of a file, or of standard input.</summary>
internal static class ScenarioText
{
    /// <summary>The name that stands for standard input.</summary>
    public const string StandardInput = "-";

    private const string Hint = "Give the path of a YAML file, like scenarios/quick.yaml.";

    /// <summary>Reads a text, up to a letter more than a scenario may have.</summary>
    /// <param name="file">The file's name, or <see cref="StandardInput"/>.</param>
    /// <exception cref="ReproException">It can't be read.</exception>
    public static string Read(string file)
    {
        if (file == StandardInput)
        {
            return Read(Console.In);
        }

        // What is no file may have no end, or no beginning.
        if (FileKind.Endless(file) is { } kind)
        {
            throw new ReproException(
                FailureKind.BadInput,
                $"The scenario {file} is {kind}.",
                kind == "a pipe" ? $"Save it to a file, or have it read from standard input: {StandardInput} in place of its name." : Hint);
        }

        try
        {
            using var reader = new StreamReader(file);
            return Read(reader);
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ReproException(FailureKind.BadInput, $"The scenario {file} can't be read: {exception.Message}", Hint);
        }
    }

    private static string Read(TextReader reader)
    {
        var letters = new char[Repro.Scenarios.ScenarioFile.LongestText + 1];
        return new string(letters, 0, reader.ReadBlock(letters));
    }
}
