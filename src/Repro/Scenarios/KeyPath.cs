using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>Keys of a scenario written with dots: <c>load.rate</c>, <c>proxy.sysctls.net.ipv4.tcp_tw_reuse</c>.</summary>
internal static class KeyPath
{
    // What follows these is one key, whatever dots it has.
    private static readonly string[] Opaque = ["sysctls.", "matrix.", "expect."];

    /// <summary>The value under its keys, as a mapping.</summary>
    public static YamlNode Nest(string path, YamlNode value)
    {
        var end = Opaque.Select(name => (At: path.IndexOf(name, StringComparison.Ordinal), name.Length))
            .Where(found => found.At == 0 || (found.At > 0 && path[found.At - 1] == '.'))
            .Select(found => found.At + found.Length)
            .Append(0)
            .Min(at => at == 0 ? int.MaxValue : at);
        string[] keys = end == int.MaxValue ? path.Split('.') : [.. path[..(end - 1)].Split('.'), path[end..]];
        return keys.Reverse().Aggregate(value, (node, key) => new YamlMappingNode(new YamlScalarNode(key), node));
    }
}
