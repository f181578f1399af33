using System.Diagnostics;
using System.Runtime.InteropServices;
using Repro.Labs.Netns;
using Repro.Linux;
using Repro.Orchestration;

namespace Repro.Cli;

/// <summary>
/// What is said of an exception that nobody else took, and which exit code it is. No stack trace reaches a user: a failure says what to do
/// about it, and a bug of ours what to report.
/// </summary>
/// <param name="arguments">The program's arguments.</param>
/// <param name="errors">Where it is said.</param>
internal sealed class LastResort(IReadOnlyList<string> arguments, TextWriter errors)
{
    // Frames of a bug that are told: the innermost say where, a few more how it came to that.
    private const int MostFrames = 6;

    /// <summary>Runs the program, or part of it.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> RunAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception exception)
        {
            return Tell(exception);
        }
    }

    /// <summary>Takes exceptions of threads, which end the program, and of tasks that nobody has awaited, which don't.</summary>
    public void Watch()
    {
        AppDomain.CurrentDomain.UnhandledException += (_, thrown) =>
        {
            // Before the runtime writes its stack trace and aborts.
            var code = Tell((Exception)thrown.ExceptionObject);
            if (OperatingSystem.IsLinux())
            {
                ImmediateExit.Now(Sandbox.MarkExitCode(code));
            }

            Environment.Exit(code);
        };
        TaskScheduler.UnobservedTaskException += (_, thrown) =>
        {
            thrown.SetObserved();
            // What was given up may well fail; the rest of the program goes on either way.
            if (thrown.Exception.InnerExceptions.FirstOrDefault(Bug.Is) is { } bug)
            {
                Tell(bug);
            }
        };
    }

    private int Tell(Exception exception)
    {
        var told = exception is AggregateException { InnerExceptions: [var first, ..] } ? first : exception;
        if (told is OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }

        errors.WriteLine(told switch
        {
            ReproException known => Known(known),
            _ when MachineFault.Is(told) => Known(MachineFault.Of(told)),
            _ when Bug.Is(told) => OfBug(told),
            _ => $"error: {told.Message}",
        });
        return told switch
        {
            ReproException { Kind: FailureKind.NoLab } => ExitCode.NoLab,
            _ when Bug.Is(told) => ExitCode.Bug,
            _ => ExitCode.BadInput,
        };
    }

    private static string Known(ReproException known) => $"error: {known.Message}\n{known.Remedy}";

    private string OfBug(Exception exception) => $"""
        error: Repro has a bug, and gave up: {Line(exception.Message)}
        What was recorded until now is kept. Please report the bug, with the next line and the scenario:
        details: {string.Join("; ", Details(exception))}
        """;

    private IEnumerable<string> Details(Exception exception) =>
    [
        $"repro {RunSession.ProgramVersion}",
        RuntimeInformation.FrameworkDescription,
        $"{RuntimeInformation.OSDescription}, {Environment.OSVersion.VersionString}",
        $"arguments: {Line(string.Join(' ', arguments))}",
        $"{string.Join(" from ", Chain(exception).Select(inner => inner.GetType().FullName))} in {Where(exception)}",
    ];

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            yield return inner;
        }
    }

    // The innermost, which may be the runtime's, and our own.
    private static string Where(Exception exception)
    {
        var frames = new StackTrace(exception).GetFrames()
            .Select(frame => DiagnosticMethodInfo.Create(frame))
            .OfType<DiagnosticMethodInfo>()
            .Select(method => $"{method.DeclaringTypeName}.{method.Name}")
            .Where((method, index) => index == 0 || method.StartsWith("Repro.", StringComparison.Ordinal))
            .Take(MostFrames)
            .ToList();
        return frames.Count == 0 ? "an unknown place" : string.Join(", called by ", frames);
    }

    private static string Line(string text) => text.ReplaceLineEndings(" ");
}
