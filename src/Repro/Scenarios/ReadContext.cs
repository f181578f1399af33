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

    /// <param name="file">Its name.</param>
    /// <param name="hasLines">False for text that is not the user's own layout.</param>
    public ReadContext(string file, bool hasLines = true)
        : this(file, hasLines, null, new Findings([], [], []))
    {
    }

    private ReadContext(string file, bool hasLines, Mark? place, Findings findings)
    {
        this.file = file;
        this.hasLines = hasLines;
        this.place = place;
        this.findings = findings;
    }

    /// <summary>What is wrong, each thing once; where much is, the first hundred things.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => findings.Diagnostics;

    /// <summary>The sysctls that the text sets, wherever it does.</summary>
    public IReadOnlyList<NamedSysctl> Sysctls => findings.Sysctls;

    /// <summary>
    /// For nodes that are made out of a part of this one and have no place of their own: what is wrong with them is wrong there.
    /// </summary>
    public ReadContext Within(YamlNode node) => new(file, hasLines, node.Start, findings);

    public SourcePosition PositionOf(YamlNode node) => PositionOf(node.Start);

    public SourcePosition PositionOf(Mark mark)
    {
        var known = mark.Index == 0 ? place ?? mark : mark;
        return hasLines ? new(file, known.Line, known.Column) : new(file, 0, 0);
    }

    public void Report(YamlNode node, string message) => Report(node.Start, message);

    public void Report(Mark mark, string message)
    {
        var diagnostic = new Diagnostic(PositionOf(mark), message);
        if (findings.Diagnostics.Count < MostDiagnostics && findings.Known.Add(diagnostic))
        {
            findings.Diagnostics.Add(
                findings.Diagnostics.Count < MostDiagnostics - 1
                    ? diagnostic
                    : diagnostic with { Message = "there is more wrong from here on" });
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

    private sealed record Findings(List<Diagnostic> Diagnostics, HashSet<Diagnostic> Known, List<NamedSysctl> Sysctls);
}
