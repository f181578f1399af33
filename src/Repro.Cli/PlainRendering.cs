using Spectre.Console.Rendering;

namespace Repro.Cli;

/// <summary>Has all that Spectre writes be <see cref="PlainText"/>, but for the sequences that it makes itself.</summary>
internal sealed class PlainRendering : IRenderHook
{
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
        renderables.Select(inner => new Plain(inner));

    private sealed class Plain(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            inner.Render(options, maxWidth).Select(segment => segment.IsControlCode || segment.IsLineBreak
                ? segment
                : new Segment(PlainText.Of(segment.Text), segment.Style));
    }
}
