using Repro.Labs;
using Repro.Planning;
using Repro.Proxies;
using Repro.Scenarios;
using Repro.Traffic;

namespace Repro.Running;

/// <summary>A case's proxy as a program of its own.</summary>
internal static class ForeignProxy
{
    // More than a load needs that comes and goes; what is open for longer is counted.
    private const int FewestDescriptors = 8192;

    /// <summary>Name of the program; null for the builtin proxy.</summary>
    public static string? Name(ProxyKind kind) => kind switch
    {
        ProxyKind.Nginx => NginxConfiguration.Program,
        ProxyKind.Haproxy => HaproxyConfiguration.Program,
        _ => null,
    };

    /// <summary>What is to be read of it; null for the builtin proxy.</summary>
    public static LoggedProxySpec? Log(ProxyKind kind) => kind switch
    {
        ProxyKind.Nginx => new LoggedProxySpec(LogDialect.Nginx),
        ProxyKind.Haproxy => new LoggedProxySpec(LogDialect.Haproxy),
        _ => null,
    };

    /// <summary>The program with its configuration; null for the builtin proxy.</summary>
    /// <param name="planned">The case.</param>
    /// <param name="spec">What the proxy does.</param>
    /// <param name="openFiles">Descriptors that it may have; null where that is not known.</param>
    public static ProxyProgram? Program(PlannedCase planned, ProxySpec spec, int? openFiles)
    {
        var descriptors = Math.Min(openFiles ?? int.MaxValue, Math.Max(FewestDescriptors, OpenFiles.Needed(planned)));
        return planned.Conditions.Proxy switch
        {
            { Kind: ProxyKind.Nginx } => new ProxyProgram(
                NginxConfiguration.Program, NginxConfiguration.FileName, NginxConfiguration.Render(spec, descriptors), NginxConfiguration.Arguments),
            { Kind: ProxyKind.Haproxy, Mode: var mode } => new ProxyProgram(
                HaproxyConfiguration.Program,
                HaproxyConfiguration.FileName,
                HaproxyConfiguration.Render(spec, mode == ProxyMode.Tcp, descriptors),
                (file, _) => HaproxyConfiguration.Arguments(file)),
            _ => null,
        };
    }
}
