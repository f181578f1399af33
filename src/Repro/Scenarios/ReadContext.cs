using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>The file that is being read and what was found wrong with it so far.</summary>
internal sealed class ReadContext(string file)
{
    private readonly List<Diagnostic> diagnostics = [];

    public IReadOnlyList<Diagnostic> Diagnostics => diagnostics;

    public SourcePosition PositionOf(YamlNode node) => PositionOf(node.Start);

    public SourcePosition PositionOf(Mark mark) => new(file, mark.Line, mark.Column);

    public void Report(YamlNode node, string message) => diagnostics.Add(new Diagnostic(PositionOf(node), message));

    public void Report(Mark mark, string message) => diagnostics.Add(new Diagnostic(PositionOf(mark), message));
}
