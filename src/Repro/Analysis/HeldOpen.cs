using Repro.Model;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>Whether ports towards the backends ran out under connections that were open, and not under TIME_WAIT.</summary>
internal static class HeldOpen
{
    // Of the ports that were in use; as many at least are in a state that is named.
    private const double MostInTimeWait = 0.1;
    private const double LeastInState = 0.1;

    /// <summary>That they did, for people; null where they did not, TIME_WAIT had its part in it, or nothing is known.</summary>
    public static string? Remark(RecordedCase recorded)
    {
        // Dumps know of the ports towards the backends alone.
        if (RanOut.Of(recorded) is not { IsStray: false } ranOut || ranOut.Hop.Name != recorded.File.Upstream.Name
            || OpenerSamples.Together(recorded).Where(line => line is { Tuples: not null, States: not null })
                .MinBy(line => Math.Abs(line.T - ranOut.First.Failure.T)) is not { } dump)
        {
            return null;
        }

        var (ports, waiting) = (dump.Tuples!.Sum(tuple => (long)tuple.Ports), dump.Tuples!.Sum(tuple => (long)tuple.TimeWait));
        if (ports == 0 || Math.Max(waiting, dump.TimeWait) > ports * MostInTimeWait)
        {
            return null;
        }

        // Of those that are not established only the host's states tell, and a proxy's have its clients' connections in them.
        var held = ports - waiting;
        var established = dump.Tuples!.Sum(tuple => (long)tuple.Established);
        var states = new (TcpState State, long Count, string Why)[]
        {
            (TcpState.Established, established, "requests that take long, or a leak"),
            (TcpState.CloseWait, Others(TcpState.CloseWait), "a program that does not close what its backends have"),
            (TcpState.FinWait2, Others(TcpState.FinWait2), "backends whose FIN comes late"),
        }.Where(state => state.Count > held * LeastInState).OrderByDescending(state => state.Count).ToList();
        return states.Count == 0 ? null
            : $"{held} of the {ports} ports in use when they ran out were held by connections in "
                + $"{string.Join(" or ", states.Select(state => state.State.Name()))}, not in TIME_WAIT: {states[0].Why}; no mitigation of "
                + "TIME_WAIT helps";

        long Others(TcpState state) => Math.Min(dump.States!.GetValueOrDefault(state), held - established);
    }
}
