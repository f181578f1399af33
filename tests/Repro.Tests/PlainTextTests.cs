namespace Repro.Tests;

[Trait("Fault", "C9")]
public sealed class PlainTextTests
{
    [Theory]
    [InlineData("\u001b]0;owned\u0007\u001b[2J", "␛]0;owned␇␛[2J")]
    [InlineData("a\rb\bc\0d\u007f", "a␍b␈c␀d␡")]
    [InlineData("\u009b31m", "\ufffd31m")]
    [InlineData("abc\u202edef\u2066", "abc\ufffddef\ufffd")]
    [InlineData("two\nlines\tand a tab", "two\nlines\tand a tab")]
    [InlineData("proxy→backends ×2 – µs", "proxy→backends ×2 – µs")]
    public void Of_ShowsWhatATerminalWouldObey(string text, string plain) => Assert.Equal(plain, PlainText.Of(text));
}
