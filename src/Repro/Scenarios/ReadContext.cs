using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>The file that is being read and what was found wrong with it so far.</summary>
internal sealed class ReadContext
{
    private readonly string file;
    private readonly bool hasLines;
    private readonly Mark? place;
    private readonly List<Diagnostic> diagnostics;

    /// <param name="file">Its name.</param>
    /// <param name="hasLines">False for text that is not the user's own layout.</param>
    public ReadContext(string file, bool hasLines = true)
        : this(file, hasLines, null, [])
    {
    }

    private ReadContext(string file, bool hasLines, Mark? place, List<Diagnostic> diagnostics)
    {
        this.file = file;
        this.hasLines = hasLines;
        this.place = place;
        this.diagnostics = diagnostics;
    }

    public IReadOnlyList<Diagnostic> Diagnostics => diagnostics;

    /// <summary>For nodes that are made out of a part of this one and have no place of their own: what is wrong with them is wrong there.</summary>
    public ReadContext Within(YamlNode node) => new(file, hasLines, node.Start, diagnostics);

    public SourcePosition PositionOf(YamlNode node) => PositionOf(node.Start);

    public SourcePosition PositionOf(Mark mark)
    {
        var known = mark.Index == 0 ? place ?? mark : mark;
        return hasLines ? new(file, known.Line, known.Column) : new(file, 0, 0);
    }

    public void Report(YamlNode node, string message) => diagnostics.Add(new Diagnostic(PositionOf(node), message));

    public void Report(Mark mark, string message) => diagnostics.Add(new Diagnostic(PositionOf(mark), message));
}
