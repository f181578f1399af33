using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>YAML as a tree of nodes: bounded, with merge keys resolved.</summary>
internal static partial class YamlText
{
    /// <summary>Letters of the longest text.</summary>
    public const int LongestText = 256 * 1024;

    /// <summary>The root of a text's one document; null where it has none, which is reported.</summary>
    public static YamlNode? Load(string text, ReadContext context)
    {
        if (text.Length > LongestText)
        {
            context.Report(Mark.Empty, FormattableString.Invariant($"a scenario has {LongestText >> 10} KiB at the most"));
            return null;
        }

        var stream = new YamlStream();
        try
        {
            stream.Load(new BoundedParser(new StringReader(text)));
        }
        catch (YamlLimitException exception)
        {
            context.Report(exception.Start, exception.Message);
            return null;
        }
        catch (YamlException exception)
        {
            Report(exception, text, context);
            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // YamlDotNet (18.1 too) lets others through for some texts: a list item that is a lone colon, a tag that is no URI.
            if (Unclosed(text) is { } bracket)
            {
                context.Report(bracket, $"this is not YAML: {text[(int)bracket.Index]} in line {bracket.Line} is never closed");
                return null;
            }

            context.Report(Mark.Empty, $"this is not YAML: {Quoted.Clip(exception.Message, Quoted.Sentence)}");
            return null;
        }

        if (stream.Documents.Count == 0)
        {
            context.Report(Mark.Empty, "the file is empty");
            return null;
        }

        var root = stream.Documents[0].RootNode;
        MergeKeys.Resolve(root, context);
        TuningFiles.Resolve(root, context);
        return root;
    }

    // Of a tab YamlDotNet says where what it belongs to begins.
    private static void Report(YamlException exception, string text, ReadContext context)
    {
        if (exception.Message.Contains("tab", StringComparison.Ordinal) && IndentingTab().Match(text) is { Success: true } match)
        {
            context.Report(At(text, match.Index), "a tab; YAML is indented with spaces");
            return;
        }

        if (exception.Message.Contains("invalid mapping", StringComparison.Ordinal))
        {
            context.Report(exception.Start, "a text with ': ' in it has to be in quotes");
            return;
        }

        if (exception.Message.Contains("block scalar", StringComparison.Ordinal))
        {
            context.Report(exception.Start, "a text that begins with > or | has to be in quotes, like \">= 450/s\"");
            return;
        }

        if (Unclosed(text) is { } bracket)
        {
            context.Report(bracket, $"this is not YAML: {text[(int)bracket.Index]} in line {bracket.Line} is never closed");
            return;
        }

        context.Report(exception.Start, $"this is not YAML: {Quoted.Clip(exception.Message, Quoted.Sentence)}");
    }

    private static Mark At(string text, int index) =>
        new(index, text.AsSpan(0, index).Count('\n') + 1, index == 0 ? 1 : index - (text.LastIndexOf('\n', index - 1) + 1) + 1);

    // The innermost bracket without its end. A text that is no YAML can only be gone through by what mostly delimits comments and quotes.
    private static Mark? Unclosed(string text)
    {
        var open = new Stack<int>();
        var quote = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            var afterSpace = i == 0 || char.IsWhiteSpace(text[i - 1]) || text[i - 1] is '[' or '{' or ',';
            switch (text[i])
            {
                case '\\' when quote == '"':
                    i++;
                    break;
                case var letter when quote != '\0':
                    quote = letter == quote ? '\0' : quote;
                    break;
                case '"' or '\'' when afterSpace:
                    quote = text[i];
                    break;
                case '#' when afterSpace:
                    i = text.IndexOf('\n', i) is >= 0 and var end ? end : text.Length;
                    break;
                case '{' or '[' when afterSpace || open.Count > 0:
                    open.Push(i);
                    break;
                case '}' or ']' when open.Count > 0:
                    open.Pop();
                    break;
            }
        }

        return open.TryPeek(out var last) ? At(text, last) : null;
    }

    [GeneratedRegex(@"(?<=^ *)\t(?=[ \t]*[^\s#])", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex IndentingTab();
}
