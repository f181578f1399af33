using Spectre.Console;

namespace Repro.Cli;

/// <summary>
/// The two consoles: results go to standard output, progress to standard error. Colour only on a terminal, and not with NO_COLOR.
/// </summary>
internal static class Terminal
{
    // A file and a pipe have no width, at which a line would have to be broken.
    private const int FileWidth = 10_000;

    public static IAnsiConsole Results { get; } = Create(StandardStreams.Results, Console.IsOutputRedirected);

    public static IAnsiConsole Progress { get; } = Create(StandardStreams.Progress, Console.IsErrorRedirected);

    public static bool IsInteractive =>
        !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");

    /// <summary>Writes a paragraph two columns in, broken into lines where the console's width asks for it.</summary>
    public static void Indented(IAnsiConsole console, string text) => console.Write(new Padder(new Text(text), new Padding(2, 0, 0, 0)));

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        var plain = redirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new StandardOutput(writer, redirected),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        console.Pipeline.Attach(new PlainRendering());
        if (redirected)
        {
            console.Profile.Width = FileWidth;
        }

        return console;
    }

    // Spectre's own knows a terminal by its writer being the console's.
    private sealed class StandardOutput(TextWriter writer, bool redirected) : IAnsiConsoleOutput
    {
        private readonly AnsiConsoleOutput inner = new(writer);

        public TextWriter Writer => writer;

        public bool IsTerminal => !redirected;

        public int Width => inner.Width;

        public int Height => inner.Height;

        public void SetEncoding(System.Text.Encoding encoding) => inner.SetEncoding(encoding);
    }
}
