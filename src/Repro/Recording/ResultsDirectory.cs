using System.Globalization;

namespace Repro.Recording;

/// <summary>
/// A new or empty directory for results, taken by one process alone. Two that look whether it is empty at the same moment would both find
/// it so; of two that make the same file only one does.
/// </summary>
internal sealed class ResultsDirectory : IDisposable
{
    /// <summary>The file that says that somebody is about to write here; gone once its first file is.</summary>
    internal const string ClaimName = ".claimed";

    private readonly FileStream claim;

    private ResultsDirectory(string directory, FileStream claim)
    {
        Directory = directory;
        this.claim = claim;
    }

    /// <summary>Its path.</summary>
    public string Directory { get; }

    /// <summary>Where results go unless told: <c>results/UTC-name</c>.</summary>
    public static string Default(DateTimeOffset moment, string name) =>
        Path.Combine("results", $"{moment.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}-{name}");

    /// <summary>Takes a directory, which is made where there is none.</summary>
    /// <exception cref="ReproException">Something is in it, or somebody else has taken it.</exception>
    /// <exception cref="IOException">It can't be made or written.</exception>
    public static ResultsDirectory Claim(string directory) => TryClaim(directory)
        ?? throw new ReproException(FailureKind.BadInput, $"The results directory {directory} is not empty.", "Give a new one: --out DIR.");

    /// <summary>Takes a directory of this name, or of the name with the first free number: <c>NAME-2</c>, <c>NAME-3</c>, ….</summary>
    /// <exception cref="IOException">It can't be made or written.</exception>
    public static ResultsDirectory ClaimNew(string directory)
    {
        for (var number = 1; ; number++)
        {
            if (TryClaim(number == 1 ? directory : string.Create(CultureInfo.InvariantCulture, $"{directory}-{number}")) is { } taken)
            {
                return taken;
            }
        }
    }

    /// <summary>Gives the name of the claim back, once something else is in the directory.</summary>
    public void Dispose()
    {
        claim.Dispose();
        File.Delete(claim.Name);
    }

    private static ResultsDirectory? TryClaim(string directory)
    {
        // Before anything is made: a directory with something in it is left as it is.
        if (!IsFree(directory, []))
        {
            return null;
        }

        System.IO.Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, ClaimName);
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        }
        catch (IOException) when (File.Exists(path) || !IsFree(directory, []))
        {
            return null;
        }

        var taken = new ResultsDirectory(directory, file);
        if (IsFree(directory, [ClaimName]))
        {
            return taken;
        }

        taken.Dispose();
        return null;
    }

    private static bool IsFree(string directory, IReadOnlyList<string> but) =>
        !System.IO.Directory.Exists(directory)
            || System.IO.Directory.EnumerateFileSystemEntries(directory).All(entry => but.Contains(Path.GetFileName(entry)));
}
