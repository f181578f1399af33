using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>Keys of a scenario written with dots: <c>load.rate</c>, <c>proxy.sysctls.net.ipv4.tcp_tw_reuse</c>.</summary>
internal static class KeyPath
{
    private const string Sysctls = "sysctls.";

    /// <summary>The value under its keys, as a mapping.</summary>
    public static YamlNode Nest(string path, YamlNode value)
    {
        // Sysctl names have dots of their own: what follows "sysctls." is one key.
        var sysctl = path.IndexOf(Sysctls, StringComparison.Ordinal);
        string[] keys = sysctl < 0
            ? path.Split('.')
            : [.. path[..sysctl].Split('.', StringSplitOptions.RemoveEmptyEntries), "sysctls", path[(sysctl + Sysctls.Length)..]];
        return keys.Reverse().Aggregate(value, (node, key) => new YamlMappingNode(new YamlScalarNode(key), node));
    }
}
