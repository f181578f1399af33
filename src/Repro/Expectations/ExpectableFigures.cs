namespace Repro.Expectations;

/// <summary>Every figure that a scenario may expect something of.</summary>
internal static class ExpectableFigures
{
    /// <summary>How the case came out; what a scenario expects that gives a word and no mapping.</summary>
    public static ExpectableFigure Verdict { get; } =
        new("verdict", FigureUnit.Verdict, Better.Neither, "How the case came out beside the baseline.") { IsSteady = true };

    public static ExpectableFigure FirstFailure { get; } =
        new("firstFailure", FigureUnit.Duration, Better.Higher, "When the first request failed, since the load started.")
        {
            MayBeNever = true,
            IsSteady = true,
        };

    public static ExpectableFigure ConnectionsBeforeFirstFailure { get; } = new(
        "connectionsBeforeFirstFailure", FigureUnit.Count, Better.Higher, "Connections that had been given a port by then.")
    {
        IsSteady = true,
    };

    public static ExpectableFigure DelayFactor { get; } = new(
        "delayFactor", FigureUnit.Number, Better.Higher,
        "How many times as late as the baseline's the first failure came; of an eased case, how many times as many requests were answered.")
    {
        IsSteady = true,
    };

    public static ExpectableFigure Threshold { get; } = new(
        "threshold", FigureUnit.Rate, Better.Higher,
        "The highest rate that can be kept up: as measured after ports had run out, else between what was carried and what failed for a "
            + "whole hold time.")
    {
        IsOfLabel = true,
        IsSteady = true,
    };

    public static ExpectableFigure Hold { get; } =
        new("hold", FigureUnit.Duration, Better.Lower, "How long a port was kept from being used again.") { IsSteady = true };

    public static ExpectableFigure Knee { get; } =
        new("knee", FigureUnit.Duration, Better.Higher, "When connect() became slow, before the first failure.") { MayBeNever = true };

    public static ExpectableFigure Ok { get; } =
        new("ok", FigureUnit.Count, Better.Higher, "Requests that were answered with 200.") { IsSteady = true };

    public static ExpectableFigure Failed { get; } =
        new("failed", FigureUnit.Count, Better.Lower, "Requests that failed.") { IsSteady = true };

    public static ExpectableFigure Unsent { get; } =
        new("unsent", FigureUnit.Count, Better.Lower, "Requests that were due and never sent, because the client was too late.");

    public static ExpectableFigure Achieved { get; } =
        new("achieved", FigureUnit.Rate, Better.Higher, "Requests sent per second of load.");

    public static ExpectableFigure Connections { get; } =
        new("connections", FigureUnit.Count, Better.Neither, "Connections to the backends that were opened.") { IsSteady = true };

    public static ExpectableFigure Attempts { get; } = new(
        "attempts", FigureUnit.Count, Better.Lower, "Times that requests were put on their way to a backend, retries included.");

    public static ExpectableFigure Amplification { get; } =
        new("amplification", FigureUnit.Number, Better.Lower, "Attempts ÷ requests: what retries make of the load.");

    public static ExpectableFigure PeakPorts { get; } =
        new("peakPorts", FigureUnit.Count, Better.Neither, "Most ports in use at a sample, of the hop that runs out.");

    public static ExpectableFigure PeakEstablished { get; } =
        new("peakEstablished", FigureUnit.Count, Better.Neither, "Most connections to the backends in ESTABLISHED at a sample.");

    public static ExpectableFigure PeakFinWait2 { get; } =
        new("peakFinWait2", FigureUnit.Count, Better.Neither, "Most sockets of the opener in FIN_WAIT_2 at a sample.");

    public static ExpectableFigure PeakTimeWait { get; } = new(
        "peakTimeWait", FigureUnit.Count, Better.Neither,
        "Most TIME_WAIT that connections to the backends had at a sample, on the side that opened them.");

    public static ExpectableFigure TimeWaitRecycled { get; } =
        new("timeWaitRecycled", FigureUnit.Count, Better.Neither, "TIME_WAIT whose port was taken over.");

    public static ExpectableFigure ConnectLatencyP50 { get; } =
        new("connectLatencyP50", FigureUnit.Duration, Better.Lower, "What connect() to a backend took, in the median.");

    public static ExpectableFigure ConnectLatencyP99 { get; } =
        new("connectLatencyP99", FigureUnit.Duration, Better.Lower, "What 99 of 100 connect() took at the most.");

    public static ExpectableFigure RequestLatencyP50 { get; } = new(
        "requestLatencyP50", FigureUnit.Duration, Better.Lower, "From when a request was due to its answer with 200, in the median.");

    public static ExpectableFigure RequestLatencyP99 { get; } =
        new("requestLatencyP99", FigureUnit.Duration, Better.Lower, "The same of 99 of 100 at the most.");

    public static ExpectableFigure SendLatenessP99 { get; } = new(
        "sendLatenessP99", FigureUnit.Duration, Better.Lower,
        "By how much 99 of 100 requests were sent later than they were due, at the most.");

    public static ExpectableFigure Jitter { get; } =
        new("jitter", FigureUnit.Duration, Better.Lower, "For how long requests were held up together.");

    public static ExpectableFigure ProxyCpu { get; } =
        new("proxyCpu", FigureUnit.Number, Better.Lower, "Processor time of the proxy, in seconds per second of load.");

    /// <summary>All of them, in the order in which they are told of.</summary>
    public static IReadOnlyList<ExpectableFigure> All { get; } =
    [
        Verdict, FirstFailure, ConnectionsBeforeFirstFailure, DelayFactor, Threshold, Hold, Knee, Ok, Failed, Unsent, Achieved, Connections,
        Attempts, Amplification, PeakPorts, PeakEstablished, PeakFinWait2, PeakTimeWait, TimeWaitRecycled, ConnectLatencyP50,
        ConnectLatencyP99, RequestLatencyP50, RequestLatencyP99, SendLatenessP99, Jitter, ProxyCpu,
    ];

    /// <summary>The one of a name, or null.</summary>
    public static ExpectableFigure? Named(string name) => All.FirstOrDefault(figure => figure.Name == name);
}
