using Repro.Linux;

namespace Repro.Cli;

/// <summary>
/// Standard output and standard error: the one way by which text leaves the program. Text is <see cref="PlainText"/>; what can't be
/// written to standard output is an error, what can't be written to standard error is left out, as it is only told beside the results.
/// </summary>
internal static class StandardStreams
{
    private static readonly Lazy<TextWriter> RawResults = new(() => Open(
        StandardDescriptor.Output, Console.OpenStandardOutput, exception => throw WriteFault.Of(
            "Standard output", exception, "send it elsewhere, like >FILE")));

    private static readonly Lazy<TextWriter> RawProgress = new(() => Open(StandardDescriptor.Error, Console.OpenStandardError, _ => { }));

    /// <summary>Standard output as it is, for whoever has to write a terminal's own sequences.</summary>
    public static TextWriter Results => RawResults.Value;

    /// <summary>Standard error as it is, for whoever has to write a terminal's own sequences.</summary>
    public static TextWriter Progress => RawProgress.Value;

    /// <summary>Has everybody write through here, from now on.</summary>
    public static void Take()
    {
        Console.SetOut(new PlainWriter(Results));
        Console.SetError(new PlainWriter(Progress));
    }

    private static TextWriter Open(int descriptor, Func<Stream> open, Action<Exception> fail) =>
        TextWriter.Synchronized(new StreamWriter(
            new GuardedStream(StandardDescriptor.IsOpen(descriptor) ? open() : new ClosedStream(), fail),
            Console.OutputEncoding,
            bufferSize: 1024)
        {
            AutoFlush = true,
        });
}
