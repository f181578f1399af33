using Repro.Recording;
using Repro.Sampling;
using Repro.Traffic;

namespace Repro.Nodes;

/// <summary>
/// Stands for a program of the user's that sends the load, in the same network namespace: it starts the program with the load and ends it
/// after it, and reads from the kernel what nobody can ask the program for: how many connections it has opened, and when its ports were
/// all taken.
/// </summary>
internal sealed class CommandClient : IRole
{
    private const long Second = 1_000_000_000;

    // A look takes some sixty microseconds.
    private const long BetweenLooks = Second / 100;

    // What a program with a time limit of its own needs to say what it found; and then, when it has been asked to end.
    private const long Overtime = Second;
    private const long Notice = 2 * Second;

    private readonly ClientCommand command;
    private readonly TrafficRecorder recorder;
    private readonly Func<long> activeOpens;
    private readonly Action<NodeLine> emit;
    private readonly HostCounters sockets;
    private readonly EventLoop loop = new();
    private readonly PortsWatch ports;
    private CommandProcess? process;
    private CommandFacts? facts;
    private long? start;
    private long opensAtStart;
    private bool isInterrupted;
    private bool hasRunOut;
    private FullTuple? saidSo;

    /// <param name="host">The host.</param>
    /// <param name="command">The program, and what is known of its ports.</param>
    /// <param name="recorder">Takes down what it does.</param>
    /// <param name="activeOpens">Connections that were opened in this network namespace since it was made.</param>
    /// <param name="emit">Takes what it says, and how it ended; must not block.</param>
    public CommandClient(string host, ClientCommand command, TrafficRecorder recorder, Func<long> activeOpens, Action<NodeLine> emit)
    {
        (this.command, this.recorder, this.activeOpens, this.emit) = (command, recorder, activeOpens, emit);
        sockets = new HostCounters(host, () => TimeSpan.Zero);
        ports = new PortsWatch(command.Ports, (long)(command.PatienceSeconds * Second));
    }

    private long Opened => activeOpens() - opensAtStart;

    // Whatever it was told to do, one that failed had not done it.
    private bool IsTrying => process?.ExitCode is not 0;

    public void Start(long nanoseconds) => loop.Post(() =>
    {
        opensAtStart = activeOpens();
        start = nanoseconds;
        recorder.Start(nanoseconds);
    });

    public void Run()
    {
        loop.Run(Turn);
        // An end before the load's is the run's doing.
        Ended(EventLoop.Now);
        recorder.HasOpened(Opened);
        recorder.Finish();
        if (facts is not null)
        {
            emit(new NodeLine { Command = facts with { Said = process!.End() } });
        }
    }

    public void Stop() => loop.Stop();

    public void Dispose()
    {
        process?.End();
        process?.Dispose();
        sockets.Dispose();
        loop.Dispose();
    }

    private long? Turn(long now)
    {
        if (start is not { } begun || now < begun)
        {
            return start;
        }

        process ??= new CommandProcess(command.Words, line => emit(new NodeLine { Said = line }));
        var end = begun + (long)(command.DurationSeconds * Second);
        if (now < end)
        {
            Look(now);
        }

        if (now >= recorder.Deadline)
        {
            recorder.HasOpened(Opened);
            recorder.Advance(now);
        }

        HeedWords(now);
        if (process.ExitCode is not null)
        {
            Ended(now);
        }

        if (now >= end && (facts is not null || now >= end + Overtime + Notice))
        {
            loop.Stop();
        }
        else if (now >= end + Overtime && !isInterrupted)
        {
            isInterrupted = true;
            process.Interrupt();
        }

        return now + BetweenLooks;
    }

    private void Look(long now)
    {
        // In this order: what is opened after the last port has been taken is opened with one that has come back.
        var counted = sockets.ReadSockets(0);
        ports.Look(now, counted.TimeWait + counted.InUse, Opened, IsTrying);
        if (!hasRunOut && ports.RanOut is { } ranOut)
        {
            hasRunOut = true;
            recorder.HasRunOut(FirstFailure.AllTaken, command.Towards, ranOut.Nanoseconds, ranOut.Opened);
        }
    }

    private void Ended(long now)
    {
        if (facts is null && process is not null && start is { } begun)
        {
            var exitCode = isInterrupted ? null : process.ExitCode;
            facts = new CommandFacts(recorder.Host, command.Words[0], exitCode, Math.Round((double)(now - begun) / Second, 3), []);
            // In a pipe the code is that of whoever comes last.
            var gaveUp = exitCode is not (null or 0) || (exitCode is 0 && now < begun + (long)(command.DurationSeconds * Second));
            if (!gaveUp || hasRunOut)
            {
                return;
            }

            // One that gives up at its first failures leaves no time to look.
            var opened = Opened;
            process.End();
            HeedWords(now, opened);
            if (saidSo is { } said)
            {
                hasRunOut = true;
                recorder.HasRunOut(FirstFailure.SaidSo, command.Towards, said.Nanoseconds, said.Opened);
            }
        }
    }

    private void HeedWords(long now, long? opened = null)
    {
        if (saidSo is null && process!.SaidSo)
        {
            saidSo = new FullTuple(now, opened ?? Opened);
        }
    }
}

/// <summary>A program of the user's as a client, and what is known of its ports.</summary>
/// <param name="Words">The program and its arguments.</param>
/// <param name="DurationSeconds">How long it is to run.</param>
/// <param name="Towards">Where it sends to.</param>
/// <param name="Ports">How many ports it has for that.</param>
/// <param name="PatienceSeconds">For how long it opens no connection before it can be said to have none left.</param>
internal sealed record ClientCommand(
    IReadOnlyList<string> Words, double DurationSeconds, string Towards, long Ports, double PatienceSeconds);
