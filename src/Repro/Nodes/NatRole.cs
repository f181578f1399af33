using System.Net;
using Repro.Linux;
using Repro.Traffic;

namespace Repro.Nodes;

/// <summary>What a NAT does.</summary>
/// <param name="FirstAddress">The first of its addresses, which are consecutive.</param>
/// <param name="LastAddress">The last.</param>
/// <param name="FirstPort">The first port of its pool.</param>
/// <param name="LastPort">The last.</param>
/// <param name="IsRandom">Whether a port is drawn even where the connection's own would do.</param>
internal sealed record NatSpec(string FirstAddress, string LastAddress, int FirstPort, int LastPort, bool IsRandom);

/// <summary>Has its kernel translate, which does all the work from then on.</summary>
internal sealed class NatRole : IRole
{
    private readonly WakeUp stop = new();

    /// <exception cref="IOException">The kernel refused.</exception>
    public NatRole(NatSpec spec)
    {
        var pool = new NatPoolRange(
            IPAddress.Parse(spec.FirstAddress), IPAddress.Parse(spec.LastAddress), spec.FirstPort, spec.LastPort, spec.IsRandom);
        if (SourceNat.Install(pool) is { } error)
        {
            throw new IOException($"the kernel takes no rule for source NAT (nf_tables): {error}");
        }
    }

    public void Run() => stop.AwaitUntil(long.MaxValue);

    public void Start(long nanoseconds)
    {
    }

    public void Stop() => stop.Raise();

    public void Dispose() => stop.Dispose();
}
