using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>A mapping of sysctl names to values, laid over those that are set already.</summary>
internal sealed partial class SysctlsKind : Kind<Sysctls>
{
    public override Sysctls Read(YamlNode node, Sysctls fallback, ReadContext context)
    {
        if (node is not YamlMappingNode mapping)
        {
            context.Report(node, $"a mapping of sysctls is expected here, like {Sysctls.TcpTwReuseKey}: 1");
            return fallback;
        }

        var result = fallback;
        foreach (var (keyNode, valueNode) in mapping.Children)
        {
            var key = (keyNode as YamlScalarNode)?.Value ?? "";
            if (!NamePattern().IsMatch(key) || key.EndsWith('\n'))
            {
                context.Report(keyNode, $"'{key}' can't be set per host; a network namespace has its own net.* sysctls only");
            }
            else if (SingleSpaced(valueNode) is not { Length: > 0 } value)
            {
                context.Report(valueNode, $"{key} takes a value, like the kernel prints it");
            }
            else if (Wrong(key, value) is { } problem)
            {
                context.Report(valueNode, $"{key}: '{value}' is not valid; {problem}");
            }
            else
            {
                // What is read back is compared with this.
                result = result.With(
                    key,
                    key == Sysctls.LocalReservedPortsKey && PortRanges.TryParseList(value, out var list) ? PortRanges.FormatList(list) : value);
            }
        }

        return result;
    }

    public override JsonNode Write(Sysctls value)
    {
        var result = new JsonObject();
        foreach (var (key, text) in value.Values)
        {
            result[key] = text;
        }

        return result;
    }

    public override JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["propertyNames"] = new JsonObject { ["pattern"] = NamePattern().ToString() },
        ["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("string", "integer") },
    };

    private static string? SingleSpaced(YamlNode node) =>
        node is YamlScalarNode { Value: { } text } ? string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : null;

    private static string? Wrong(string key, string text) => key switch
    {
        Sysctls.LocalPortRangeKey when !PortRanges.TryParseLocalRange(text, out _) =>
            "write the first and the last port, from 1 to 65535, like 32768 60999",
        Sysctls.LocalReservedPortsKey when !PortRanges.TryParseList(text, out _) => "write ports and ranges, like 33000,34000-34100",
        Sysctls.TcpTwReuseKey when text is not ("0" or "1" or "2") => "write 0 (never), 1 (always) or 2 (on the loopback only)",
        Sysctls.IpAutobindReuseKey when text is not ("0" or "1") => "write 0 (never) or 1",
        Sysctls.TcpTwReuseDelayKey when !MillisecondsPattern().IsMatch(text) => "write milliseconds from 1 on, like 1000",
        Sysctls.TcpFinTimeoutKey when !MillisecondsPattern().IsMatch(text) => "write seconds from 1 on, like 60",
        Sysctls.TcpMaxTwBucketsKey when !CountPattern().IsMatch(text) => "write a number of sockets, like 262144",
        _ when text.Any(char.IsControl) => "write visible characters",
        _ => null,
    };

    [GeneratedRegex("^[1-9][0-9]{0,8}$", RegexOptions.CultureInvariant)]
    private static partial Regex MillisecondsPattern();

    [GeneratedRegex("^[0-9]{1,9}$", RegexOptions.CultureInvariant)]
    private static partial Regex CountPattern();

    // A letter, digit, dash, underscore or dot, so that no name leads out of /proc/sys/net.
    [GeneratedRegex(@"^net(\.[A-Za-z0-9_-]+)+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex NamePattern();
}
