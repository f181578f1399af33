using System.Globalization;
using System.Text.RegularExpressions;

namespace Repro.Model;

/// <summary>
/// What words of a command stand for by a name in braces: <c>{target}</c>. Braces around anything but small letters are themselves, and
/// so are doubled ones: <c>{{print}}</c> is <c>{print}</c>.
/// </summary>
internal static partial class CommandPlaceholders
{
    private static readonly string[] Ways = ["target", "address"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Ways, "port", "rate", "duration", "client", "clients"];

    /// <summary>What is wrong with a command's placeholders, as a sentence; null for nothing.</summary>
    public static string? Problem(CommandLine command)
    {
        var used = command.Words.SelectMany(Of).ToList();
        var unknown = used.Except(Names).Select(name => $"{{{name}}}").ToList();
        return unknown.Count > 0
            ? $"nothing is known of {string.Join(", ", unknown)}; write any of {Listed(Names)}, and doubled braces for braces"
            : used.Intersect(Ways).Any() ? null
            : $"nothing in the command says where to send to; write any of {Listed(Ways)}";
    }

    /// <summary>The command of one client.</summary>
    /// <param name="command">The words, without unknown placeholders.</param>
    /// <param name="address">The address to send to.</param>
    /// <param name="isIpv6">Whether that is one of IPv6, which has brackets in a URL.</param>
    /// <param name="port">The port there.</param>
    /// <param name="load">The load of all clients together.</param>
    /// <param name="client">The client's number, from 1.</param>
    /// <param name="clients">How many there are.</param>
    public static IReadOnlyList<string> Fill(
        CommandLine command, string address, bool isIpv6, int port, Load load, int client, int clients)
    {
        var host = isIpv6 ? $"[{address}]" : address;
        var values = new Dictionary<string, string>
        {
            ["target"] = FormattableString.Invariant($"http://{host}:{port}"),
            ["address"] = address,
            ["port"] = Number(port),
            ["rate"] = Number(load.Rate.PerSecond / clients),
            ["duration"] = Number(load.Duration.TotalSeconds),
            ["client"] = Number(client),
            ["clients"] = Number(clients),
        };
        return
        [
            .. command.Words.Select(word => Braces().Replace(word, match =>
                match.Groups["name"] is { Success: true } name ? values[name.Value] : match.Groups["kept"].Value)),
        ];
    }

    private static IEnumerable<string> Of(string word) =>
        Braces().Matches(word).Select(match => match.Groups["name"]).Where(name => name.Success).Select(name => name.Value);

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"{{{name}}}"));

    [GeneratedRegex(@"\{(?<kept>\{[a-z]+\})\}|\{(?<name>[a-z]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Braces();
}
