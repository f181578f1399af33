namespace Repro;

/// <summary>What kept results from being written, in words, and with what to do about it.</summary>
public static class WriteFault
{
    // errno(3): .NET hands it on as it is where it has no kind of exception for it.
    private const int NoSpace = 28;
    private const int ReadOnly = 30;
    private const int OverQuota = 122;

    /// <summary>Whether an exception, or all that a parallel loop collected, is about a file or a stream that can't be written.</summary>
    public static bool Is(Exception exception) => exception switch
    {
        AggregateException many => many.InnerExceptions.All(Is),
        _ when MachineFault.Is(exception) => false,
        IOException or UnauthorizedAccessException => true,
        _ => false,
    };

    /// <summary>The failure for the user.</summary>
    /// <param name="what">What can't be written, as the beginning of a sentence.</param>
    /// <param name="exception">One that <see cref="Is"/> knows.</param>
    /// <param name="otherwise">Where to write instead, as the end of a sentence: "give a directory of your own: --out DIR".</param>
    /// <param name="more">What else there is to know, as a sentence; empty for nothing.</param>
    public static ReproException Of(string what, Exception exception, string otherwise, string more = "")
    {
        var cause = exception is AggregateException many ? many.InnerExceptions[0] : exception;
        var first = cause.HResult switch
        {
            NoSpace or OverQuota => "Free some room there, or ",
            ReadOnly => "That file system is read-only: ",
            _ => "",
        };
        return new ReproException(
            FailureKind.BadInput,
            $"{what} can't be written: {cause.Message}",
            Sentence($"{first}{otherwise}.") + (more.Length > 0 ? $" {more}" : ""));
    }

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
