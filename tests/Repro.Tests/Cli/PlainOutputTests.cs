using Repro.Charts;
using Repro.Cli;
using Spectre.Console;

namespace Repro.Tests.Cli;

[Trait("Fault", "C9")]
public sealed class PlainOutputTests
{
    private const string Bad = "\u001b]0;owned\u0007x";

    [Fact]
    public void Lines_are_plain_text()
    {
        var text = new StringWriter { NewLine = "\n" };
        using var writer = new PlainWriter(text);
        writer.WriteLine(Bad);
        writer.Write('\u001b');
        writer.Write(Bad.ToCharArray());
        writer.WriteLine("{0}", Bad);
        writer.Write(Bad.AsSpan());

        Assert.DoesNotContain('\u001b', text.ToString());
        Assert.StartsWith("␛]0;owned␇x\n", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_Spectre_lays_out_is_plain_text_and_its_own_colours_are_not()
    {
        var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
        });
        console.Pipeline.Attach(new PlainRendering());
        console.MarkupLineInterpolated($"[red]{Bad}[/]");
        console.Write(TerminalTable.Of(new TextTable([new("Case", ColumnKind.Name, TerminalUse.Always)], [[Bad]]), 80));

        Assert.DoesNotContain("\u001b]", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("\u001b[91m␛]0;owned␇x", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "C3")]
    public void A_stream_that_fails_is_told_of_once_and_written_to_no_more()
    {
        var failures = new List<string>();
        using var stream = new GuardedStream(new ClosedStream(), exception => failures.Add(exception.Message));
        stream.Write("one"u8);
        stream.Write("two"u8);

        Assert.Equal(["it is closed"], failures);
    }
}
