using System.Text.RegularExpressions;
using Repro.Model;

namespace Repro.Standalone;

/// <summary>What of a compose file is open to environment variables, with its defaults.</summary>
internal sealed partial class ComposeVariables
{
    private const string Own = "REPRO_";

    private readonly List<(string Name, string Value, string Meaning)> all = [];

    /// <summary>The variables with their defaults, a line each; those that are not about one host first.</summary>
    public IEnumerable<string> Lines
    {
        get
        {
            var name = all.Max(variable => variable.Name.Length);
            var value = all.Max(variable => variable.Value.Length);
            return all
                .OrderBy(variable => !variable.Name.StartsWith(Own, StringComparison.Ordinal))
                .Select(variable => $"{variable.Name.PadRight(name)}  {variable.Value.PadRight(value)}  {variable.Meaning}");
        }
    }

    /// <summary>Makes a value a variable, and returns what stands for it in the file.</summary>
    public string Open(string name, string value, string meaning)
    {
        if (all.TrueForAll(variable => variable.Name != name))
        {
            all.Add((name, value, meaning));
        }

        return $"${{{name}:-{value}}}";
    }

    /// <summary>Sysctls as lines of YAML, each value a variable that has the host's name in front: <c>PROXY_TCP_TW_REUSE</c>.</summary>
    public IReadOnlyList<string> Open(string host, IEnumerable<KeyValuePair<string, string>> sysctls) =>
    [
        .. from pair in sysctls
           let isPlain = Plain().IsMatch(pair.Value)
           select $"{pair.Key}: {(isPlain ? Open($"{host}_{NameOf(pair.Key)}", pair.Value, pair.Key) : Quoted(pair.Value))}",
    ];

    private static string NameOf(string key)
    {
        var words = key == Sysctls.LocalPortRangeKey ? "ports" : Prefix().Replace(key, "");
        return NoLetter().Replace(words, "_").ToUpperInvariant();
    }

    private static string Quoted(string value) =>
        $"'{value.Replace("'", "''", StringComparison.Ordinal).Replace("$", "$$", StringComparison.Ordinal)}'";

    // What may stand in a variable's default, and in YAML without quotes.
    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9 ,./_-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    [GeneratedRegex(@"^net\.(ipv4\.)?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Prefix();

    [GeneratedRegex("[^A-Za-z0-9]", RegexOptions.CultureInvariant)]
    private static partial Regex NoLetter();
}
