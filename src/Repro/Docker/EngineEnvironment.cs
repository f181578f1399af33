namespace Repro.Docker;

/// <summary>All that finding the engine asks of the machine.</summary>
/// <param name="Variable">An environment variable; null where it is not set.</param>
/// <param name="ReadText">A file's text; null where it can't be read.</param>
/// <param name="Exists">Whether a file or socket is there.</param>
/// <param name="Home">The user's home directory.</param>
/// <param name="IsWindows">Whether the default is a named pipe.</param>
internal sealed record EngineEnvironment(
    Func<string, string?> Variable, Func<string, string?> ReadText, Func<string, bool> Exists, string Home, bool IsWindows)
{
    /// <summary>This machine's.</summary>
    public static EngineEnvironment Current { get; } = new(
        Environment.GetEnvironmentVariable,
        Read,
        File.Exists,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        OperatingSystem.IsWindows());

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
