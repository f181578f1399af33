using System.Text.RegularExpressions;
using Repro.Model;
using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>Names and values of sysctls as people write them: what is wrong with one, and how it is written.</summary>
internal static partial class SysctlText
{
    /// <summary>What a name looks like. A letter, digit, dash, underscore or dot, so that no name leads out of /proc/sys/net.</summary>
    public const string NameForm = @"^net(\.[A-Za-z0-9_-]+)+$";

    // The kernel takes a page in one write, and no sysctl of the network in several.
    private const int LongestValue = 4095;

    private const string Folder = "proc.sys.";

    /// <summary>What is wrong with a name; null for nothing.</summary>
    /// <param name="name">As it was written.</param>
    /// <param name="value">What stands below it.</param>
    public static string? WrongName(string name, YamlNode value)
    {
        if (value is YamlMappingNode { Children.Count: > 0 } inner)
        {
            return $"a sysctl is one key with its dots here, as in {Quoted.Clip(name)}.{Quoted.Clip(FirstLeaf(inner))}";
        }

        if (IsName(name))
        {
            return null;
        }

        if (name.Contains('/', StringComparison.Ordinal) && Dotted(name) is var dotted && IsName(dotted))
        {
            return $"{Quoted.Of(name)} is written with dots here: {Quoted.Clip(dotted)}";
        }

        return Sysctls.WellKnown.FirstOrDefault(known => known.EndsWith($".{name}", StringComparison.Ordinal)) is { } whole
            ? $"{Quoted.Of(name)} is written in full here: {whole}"
            : $"{Quoted.Of(name)} can't be set per host; a network namespace has its own net.* sysctls only";
    }

    /// <summary>What is wrong with a value; null for nothing.</summary>
    public static string? WrongValue(string name, string text) => name switch
    {
        Sysctls.LocalPortRangeKey when !PortRanges.TryParseLocalRange(text, out _) =>
            $"write the first and the last port, like 32768 60999: up to {PortRanges.MaxPort}, and from "
            + $"{Sysctls.UnprivilegedPortStartKey} on",
        Sysctls.LocalReservedPortsKey when !PortRanges.TryParseList(text, out _) => "write ports and ranges, like 33000,34000-34100",
        Sysctls.TcpTwReuseKey when text is not ("0" or "1" or "2") => "write 0 (never), 1 (always) or 2 (on the loopback only)",
        Sysctls.TcpTimestampsKey when text is not ("0" or "1" or "2") => "write 0 (off), 1 (on) or 2 (on, without a random offset)",
        Sysctls.IpAutobindReuseKey when text is not ("0" or "1") => "write 0 (never) or 1",
        Sysctls.TcpTwRecycleKey when text is not ("0" or "1") => "write 0 (off) or 1 (on)",
        Sysctls.TcpTwReuseDelayKey when !PositivePattern().IsMatch(text) => "write milliseconds from 1 on, like 1000",
        Sysctls.TcpFinTimeoutKey when !PositivePattern().IsMatch(text) => "write seconds from 1 on, like 60",
        Sysctls.TcpMaxTwBucketsKey when !CountPattern().IsMatch(text) => "write a number of sockets, like 262144",
        Sysctls.UnprivilegedPortStartKey when !CountPattern().IsMatch(text) || Quantity.Count(text) > PortRanges.MaxPort =>
            "write a port, like 1024",
        _ when text.Any(char.IsControl) => "write visible characters",
        _ when text.Length > LongestValue => $"the kernel takes {LongestValue} letters at the most",
        _ when TakesNumbers(name) && SwitchPattern().IsMatch(text) => "the kernel takes numbers: write 1 (on) or 0 (off)",
        _ when TakesNumbers(name) && GroupedPattern().IsMatch(text) => "the kernel takes digits alone: write 1000 for 1_000, 1,000 or 1k",
        _ => null,
    };

    /// <summary>A name with slashes, or the path of its file, with dots: sysctl(8) and its files take both.</summary>
    public static string Dotted(string path)
    {
        var dotted = path.Trim('/').Replace('/', '.');
        return dotted.StartsWith(Folder, StringComparison.Ordinal) ? dotted[Folder.Length..] : dotted;
    }

    /// <summary>Whether the kernel takes no value for one: a list that has nothing in it.</summary>
    public static bool MayBeEmpty(string name) => name == Sysctls.LocalReservedPortsKey;

    private static bool IsName(string name) => NamePattern().IsMatch(name) && !name.EndsWith('\n');

    // Those that take names: of congestion controls, of queueing disciplines.
    private static bool TakesNumbers(string name) => !name.EndsWith("_congestion_control", StringComparison.Ordinal)
        && !name.EndsWith("qdisc", StringComparison.Ordinal) && !name.EndsWith("_ports", StringComparison.Ordinal);

    private static string FirstLeaf(YamlMappingNode mapping)
    {
        var (key, value) = (((YamlScalarNode)mapping.Children[0].Key).Value, mapping.Children[0].Value);
        return value switch
        {
            YamlMappingNode { Children.Count: > 0 } inner => $"{key}.{FirstLeaf(inner)}",
            YamlScalarNode leaf => $"{key}: {leaf.Value}",
            _ => $"{key}: …",
        };
    }

    [GeneratedRegex("^[1-9][0-9]{0,8}$", RegexOptions.CultureInvariant)]
    private static partial Regex PositivePattern();

    [GeneratedRegex("^[0-9]{1,9}$", RegexOptions.CultureInvariant)]
    private static partial Regex CountPattern();

    [GeneratedRegex("^(on|off|true|false|yes|no)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex SwitchPattern();

    [GeneratedRegex("^[0-9]+([_,][0-9]{3})+$|^[0-9]+[kKM]$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex GroupedPattern();

    [GeneratedRegex(NameForm, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex NamePattern();
}
