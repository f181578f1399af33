using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>The file that is being read and what was found wrong with it so far.</summary>
/// <param name="file">Its name.</param>
/// <param name="hasLines">False for text that is not the user's own layout.</param>
internal sealed class ReadContext(string file, bool hasLines = true)
{
    private readonly List<Diagnostic> diagnostics = [];

    public IReadOnlyList<Diagnostic> Diagnostics => diagnostics;

    public SourcePosition PositionOf(YamlNode node) => PositionOf(node.Start);

    public SourcePosition PositionOf(Mark mark) => hasLines ? new(file, mark.Line, mark.Column) : new(file, 0, 0);

    public void Report(YamlNode node, string message) => diagnostics.Add(new Diagnostic(PositionOf(node), message));

    public void Report(Mark mark, string message) => diagnostics.Add(new Diagnostic(PositionOf(mark), message));
}
