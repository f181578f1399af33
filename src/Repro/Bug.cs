namespace Repro;

/// <summary>Which exceptions nobody could foresee, and are ours.</summary>
public static class Bug
{
    /// <summary>Whether an exception is one: what can't be read or written, and what a machine is too small for, is nobody's.</summary>
    public static bool Is(Exception exception) =>
        exception is not (ReproException or OperationCanceledException) && !WriteFault.Is(exception) && !MachineFault.Is(exception);

    /// <summary>What one of them has spoilt, where the rest goes on without it.</summary>
    /// <param name="what">What could not be done, as the beginning of a sentence.</param>
    /// <param name="exception">The exception.</param>
    internal static string Spoilt(string what, Exception exception)
    {
        var cause = exception is AggregateException { InnerExceptions: [var first, ..] } ? first : exception;
        return $"{what} ({cause.GetType().Name}: {cause.Message.ReplaceLineEndings(" ")}): this is a bug, please report it";
    }
}
