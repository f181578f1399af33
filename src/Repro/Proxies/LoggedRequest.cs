using Repro.Traffic;

namespace Repro.Proxies;

/// <summary>What a proxy's log says of one request.</summary>
/// <param name="EndedAt">When it ended, in seconds of CLOCK_REALTIME, to the millisecond.</param>
/// <param name="Seconds">How long it took the proxy.</param>
/// <param name="Towards">
/// The backend that it was on its way to, as <c>address:port</c>, or what the proxy calls all of them together.
/// </param>
/// <param name="IsOk">Whether it was answered as it should be.</param>
/// <param name="Failure">Why it failed; null for one that did not, or that the client gave up.</param>
/// <param name="Attempts">How many times it was put on its way to a backend.</param>
internal readonly record struct LoggedRequest(double EndedAt, double Seconds, string Towards, bool IsOk, Outcome? Failure, int Attempts);
