namespace Repro;

/// <summary>What a machine is too small for, in words: memory, or a part of the program that has no room or is not there.</summary>
public static class MachineFault
{
    /// <summary>Whether that is what an exception comes from.</summary>
    public static bool Is(Exception exception) => Cause(exception) is not null;

    /// <summary>The failure for the user.</summary>
    /// <param name="exception">One that <see cref="Is"/> knows.</param>
    public static ReproException Of(Exception exception) => new(
        FailureKind.BadInput,
        Cause(exception) switch
        {
            DllNotFoundException missing =>
                $"There is not enough memory, or SkiaSharp, which draws the charts, can't be loaded: {FirstSentence(missing)}",
            FileNotFoundException or FileLoadException =>
                $"There is not enough memory, or a part of the program can't be loaded: {FirstSentence(Cause(exception)!)}",
            _ => "There is not enough memory.",
        },
        "Allow more (ulimit -v; MemoryMax of a unit, --memory of a container), or end what else takes it; "
            + "what was measured until now is kept. Where that is no help, files of the program are missing: install it anew.");

    private static Exception? Cause(Exception? exception)
    {
        while (exception is not null && !IsOne(exception))
        {
            exception = exception.InnerException;
        }

        return exception;
    }

    // The name of an assembly has a version, which that of any other file that is not there has not.
    private static bool IsOne(Exception exception) => exception is OutOfMemoryException or DllNotFoundException or FileLoadException
        || (exception is FileNotFoundException { FileName: { } name } && name.Contains(", Version=", StringComparison.Ordinal));

    private static string FirstSentence(Exception exception) => exception.Message.ReplaceLineEndings(" ").Split(". ")[0];
}
