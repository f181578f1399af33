namespace Repro.Cli;

/// <summary>The file that a host's scenario is written to.</summary>
internal static class HostScenarioFile
{
    /// <summary>Writes it, and says what to do with it.</summary>
    /// <exception cref="ReproException">It can't be written, or is there already.</exception>
    public static void Write(string file, string text)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.CreateNew);
            using var writer = new StreamWriter(stream);
            writer.Write(text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ReproException(
                FailureKind.BadInput,
                $"The scenario can't be written: {exception.Message}",
                "Name a file that is not there yet: --scenario FILE.");
        }

        Console.Error.WriteLine($"{file} is written. See what it predicts (repro plan {file}), and run it (repro run {file}).");
    }
}
