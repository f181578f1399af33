using System.Net;
using Repro.Model;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>Names the hop that ran out: the host whose call found no port, and the host that it was meant for.</summary>
internal static class ExhaustedHop
{
    public static string? Name(RecordedCase recorded)
    {
        if (FirstFailureFinder.FindPortFailure(recorded) is not { } located)
        {
            return null;
        }

        // A proxy may have a word for all backends together.
        var address = IPEndPoint.TryParse(located.Failure.Towards, out var end) ? end.Address.ToString() : null;
        // On one host the client may have the backend's address too.
        var towards = recorded.File.Hosts.LastOrDefault(host => host.Addresses.Contains(address))?.Name ?? located.Failure.Towards;
        return $"{(PortFailure.IsOfNat(located.Failure.Outcome) ? HostRole.Nat.Name(1) : located.Host)}→{towards}";
    }
}
