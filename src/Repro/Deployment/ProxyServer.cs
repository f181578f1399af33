using Repro.Labs;
using Repro.Planning;
using Repro.Proxies;
using Repro.Traffic;

namespace Repro.Deployment;

/// <summary>A proxy that is a program of its own, as a server in its host.</summary>
internal static class ProxyServer
{
    // More than a load needs that comes and goes; what is open for longer is counted.
    private const int FewestDescriptors = 8192;

    /// <summary>The server that is the proxy; null for one that its node is.</summary>
    /// <param name="planned">The case.</param>
    /// <param name="spec">What the proxy does.</param>
    /// <param name="openFiles">Descriptors that it may have; null where that is not known.</param>
    public static ServerSpec? Of(PlannedCase planned, ProxySpec spec, int? openFiles)
    {
        var proxy = planned.Conditions.Proxy;
        if (ProxyKinds.Of(proxy).Program is not { } program)
        {
            return null;
        }

        var descriptors = Math.Min(openFiles ?? int.MaxValue, Math.Max(FewestDescriptors, OpenFiles.Needed(planned)));
        return new ServerSpec(program.Name, program.ConfigurationName, program.Configure(spec, proxy.Mode, descriptors), program.Arguments);
    }
}
