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

        var address = located.Failure.Towards.Split(':')[0];
        var towards = recorded.File.Hosts.FirstOrDefault(host => host.Addresses.Contains(address))?.Name ?? located.Failure.Towards;
        return $"{located.Host}→{towards}";
    }
}
