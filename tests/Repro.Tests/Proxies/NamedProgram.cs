using Repro.Model;
using Repro.Proxies;
using Repro.Traffic;

namespace Repro.Tests.Proxies;

/// <summary>A program of this machine in the place of a proxy: what it says of its version is what a test has it say.</summary>
/// <param name="name">Its name on the PATH, of which <c>sh</c> is everywhere.</param>
/// <param name="says">What it says when it is asked.</param>
internal sealed class NamedProgram(string name, string says = "version 1.2.3") : IProxyProgram
{
    public string Name => name;

    public string BaseImage => $"{name}:latest";

    public IReadOnlyList<string> VersionArguments => ["-c", $"echo {says}"];

    public string ConfigurationName => $"{name}.conf";

    public string? ParseVersion(string said) => InstalledProgram.VersionAfterTheWord(said);

    public string Configure(ProxySpec spec, ProxyMode mode, int descriptors) => throw new NotSupportedException();

    public IReadOnlyList<string> Arguments(string file, string folder) => throw new NotSupportedException();

    public IProxyLog OpenLog() => throw new NotSupportedException();
}
