using System.Text;

namespace Repro.Cli;

/// <summary>Passes text on as <see cref="PlainText"/>.</summary>
/// <param name="inner">Where to.</param>
internal sealed class PlainWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => inner.Write(PlainText.Of(value));

    public override void Write(char[] buffer, int index, int count) => inner.Write(PlainText.Of(new string(buffer, index, count)));

    public override void Write(ReadOnlySpan<char> buffer) => inner.Write(PlainText.Of(new string(buffer)));

    public override void Write(string? value)
    {
        if (value is not null)
        {
            inner.Write(PlainText.Of(value));
        }
    }

    // In one piece, or lines of two threads would mix.
    public override void WriteLine(string? value) => Write(value + inner.NewLine);

    public override void Flush() => inner.Flush();
}
