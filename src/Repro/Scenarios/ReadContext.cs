using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>The file that is being read and what was found wrong with it so far.</summary>
internal sealed class ReadContext
{
    private const int MostDiagnostics = 100;

    private readonly string file;
    private readonly bool hasLines;
    private readonly Mark? place;
    private readonly Findings findings;
    private readonly Func<string, string>? readFile;
    private readonly Func<string, bool>? hasSysctl;

    /// <param name="file">Its name.</param>
    /// <param name="hasLines">False for text that is not the user's own layout.</param>
    /// <param name="readFile">Reads a file that the text names, by its path there; null where none may be named.</param>
    /// <param name="hasSysctl">Whether hosts have a sysctl, as far as it is known; null: of any.</param>
    public ReadContext(
        string file, bool hasLines = true, Func<string, string>? readFile = null, Func<string, bool>? hasSysctl = null)
        : this(file, hasLines, null, new Findings([], [], [], new(ReferenceEqualityComparer.Instance)))
    {
        this.readFile = readFile;
        this.hasSysctl = hasSysctl;
    }

    private ReadContext(string file, bool hasLines, Mark? place, Findings findings)
    {
        this.file = file;
        this.hasLines = hasLines;
        this.place = place;
        this.findings = findings;
    }

    /// <summary>What is wrong or may be, each thing once; where much is, the first hundred errors and as many warnings.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => findings.Diagnostics;

    /// <summary>The sysctls that the text sets, wherever it does.</summary>
    public IReadOnlyList<NamedSysctl> Sysctls => findings.Sysctls;

    /// <summary>
    /// For nodes that are made out of a part of this one and have no place of their own: what is wrong with them is wrong there.
    /// </summary>
    public ReadContext Within(YamlNode node) => new(file, hasLines, node.Start, findings);

    public SourcePosition PositionOf(YamlNode node) =>
        findings.Places.TryGetValue(node, out var elsewhere) ? elsewhere : PositionOf(node.Start);

    public SourcePosition PositionOf(Mark mark)
    {
        var known = mark.Index == 0 ? place ?? mark : mark;
        return hasLines ? new(file, known.Line, known.Column) : new(file, 0, 0);
    }

    public void Report(YamlNode node, string message) => Report(PositionOf(node), message);

    public void Report(Mark mark, string message) => Report(PositionOf(mark), message);

    /// <summary>Says what is wrong at a place, or may be.</summary>
    public void Report(SourcePosition position, string message, bool isWarning = false)
    {
        // No warning takes an error's place.
        var diagnostic = new Diagnostic(position, message) { IsWarning = isWarning };
        var alike = findings.Diagnostics.Count(other => other.IsWarning == isWarning);
        if (alike < MostDiagnostics && findings.Known.Add(diagnostic))
        {
            findings.Diagnostics.Add(
                alike < MostDiagnostics - 1
                    ? diagnostic
                    : diagnostic with { Message = $"there is more {(isWarning ? "to warn of" : "wrong")} from here on" });
        }
    }

    /// <summary>Whether hosts have a sysctl, as far as it is known.</summary>
    public bool HasSysctl(string name) => hasSysctl?.Invoke(name) ?? true;

    /// <summary>Says that a node comes from another file, and where it stands there.</summary>
    public void Place(YamlNode node, SourcePosition position) => findings.Places[node] = position;

    /// <summary>The text of a file that the text names; null, with the reason reported, where it can't be had.</summary>
    public string? ReadFile(YamlNode place, string path)
    {
        try
        {
            return readFile is { } read ? read(path)
                : throw new ReproException(FailureKind.BadInput, $"{path} can't be named here.", "Write its sysctls out.");
        }
        catch (ReproException exception)
        {
            Report(place, $"{exception.Message} {exception.Remedy}");
            return null;
        }
    }

    /// <summary>Reports a value that is none of those that may stand there.</summary>
    /// <param name="node">The value.</param>
    /// <param name="expected">What a good one looks like.</param>
    public void Refuse(YamlNode node, string expected)
    {
        var found = node is YamlScalarNode scalar ? Quoted.Of(scalar.Value) : node is YamlSequenceNode ? "a list" : "a mapping";
        Report(node, $"{found} is not valid here; write {expected}");
    }

    public void Name(YamlNode key, string name, string value) => findings.Sysctls.Add(new NamedSysctl(name, value, PositionOf(key)));

    private sealed record Findings(
        List<Diagnostic> Diagnostics, HashSet<Diagnostic> Known, List<NamedSysctl> Sysctls, Dictionary<YamlNode, SourcePosition> Places);
}
