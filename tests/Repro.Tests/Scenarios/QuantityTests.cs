using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck.Fluent;
using Repro.Model;
using Repro.Scenarios;

namespace Repro.Tests.Scenarios;

public sealed class QuantityTests
{
    [Theory]
    [Trait("Fault", "C12")]
    [InlineData("90", 90)]
    [InlineData("1.5", 1.5)]
    [InlineData("1m30s", 90)]
    [InlineData("1m 30s", 90)]
    [InlineData("1h2m3s4ms", 3723.004)]
    [InlineData("1.5m", 90)]
    [InlineData("2 hours", 7200)]
    [InlineData("10sec", 10)]
    [InlineData("5 minutes", 300)]
    [InlineData("5min", 300)]
    [InlineData("250 milliseconds", 0.25)]
    [InlineData("1_000ms", 1)]
    [InlineData("0s", 0)]
    public void Duration_AsPeopleWriteIt_Seconds(string text, double seconds) =>
        Assert.Equal(seconds, Quantity.Duration(text)!.Value.TotalSeconds, 9);

    [Theory]
    [Trait("Fault", "C12")]
    [InlineData("1m30")]
    [InlineData("30s1m")]
    [InlineData("1s1s")]
    [InlineData("1:30")]
    [InlineData("1M")]
    [InlineData("1d")]
    [InlineData("1_s")]
    [InlineData("_1s")]
    [InlineData("1,5s")]
    [InlineData("PT90S")]
    [InlineData("s")]
    [InlineData("")]
    [InlineData("90\n")]
    public void Duration_WhatCouldBeAnother_Null(string text) => Assert.Null(Quantity.Duration(text));

    [Theory]
    [Trait("Fault", "C12")]
    [InlineData("500/s", 500)]
    [InlineData("500 / s", 500)]
    [InlineData("500/sec", 500)]
    [InlineData("500 per second", 500)]
    [InlineData("500rps", 500)]
    [InlineData("500 req/s", 500)]
    [InlineData("2k/s", 2000)]
    [InlineData("1.5k rps", 1500)]
    [InlineData("30k/min", 500)]
    [InlineData("1M/s", 1_000_000)]
    [InlineData("1_000/s", 1000)]
    [InlineData("30 requests/minute", 0.5)]
    public void PerSecond_AsPeopleWriteIt_Rate(string text, double rate) => Assert.Equal(rate, Quantity.PerSecond(text));

    [Theory]
    [Trait("Fault", "C12")]
    [InlineData("500")]
    [InlineData("500/m")]
    [InlineData("500/h")]
    [InlineData("1,000/s")]
    [InlineData("500k")]
    [InlineData("5kk/s")]
    [InlineData("500 s")]
    [InlineData("rps")]
    [InlineData("/s")]
    [InlineData("500/s\n")]
    public void PerSecond_WhatCouldBeAnother_Null(string text) => Assert.Null(Quantity.PerSecond(text));

    [Theory]
    [Trait("Fault", "C12")]
    [InlineData("128", 128)]
    [InlineData("128 bytes", 128)]
    [InlineData("4 KiB", 4096)]
    [InlineData("1_024B", 1024)]
    public void Bytes_AsPeopleWriteThem_Bytes(string text, double bytes) => Assert.Equal(bytes, Quantity.Bytes(text));

    [Theory]
    [Trait("Fault", "C12")]
    [InlineData("4k")]
    [InlineData("4KB")]
    [InlineData("4kB")]
    [InlineData("4 Kib")]
    [InlineData("1.5KiB")]
    public void Bytes_WhatCouldBeAnother_Null(string text) => Assert.Null(Quantity.Bytes(text));

    [Theory]
    [Trait("Fault", "C12")]
    [InlineData("1_000", 1000)]
    [InlineData("1000", 1000)]
    [InlineData("1,000", null)]
    [InlineData("1e3", null)]
    [InlineData("1k", null)]
    [InlineData("1__0", null)]
    [InlineData("99999999999", null)]
    [InlineData("-1", null)]
    [InlineData("1\n", null)]
    public void Count_DigitsAndUnderscores_Number(string text, int? number) => Assert.Equal(number, Quantity.Count(text));

    [Fact]
    [Trait("Fault", "C12")]
    public void Whatever_the_text_no_parser_throws_and_the_schema_agrees_about_its_form()
    {
        var letters = Gen.Elements(
            '0', '1', '9', '.', '_', ',', ' ', '/', 's', 'm', 'h', 'i', 'n', 'k', 'K', 'M', 'B', 'r', 'p', 'e', 'c', '-', 'é', '\n', '٣');
        letters.Listed(9).ForAll(list =>
        {
            var text = string.Concat(list);
            AssertAgree(Quantity.DurationForm, text, Quantity.Duration(text) is not null, mayBeTooSmall: true);
            AssertAgree(Quantity.RateForm, text, Quantity.PerSecond(text) is not null);
            AssertAgree(Quantity.SizeForm, text, Quantity.Bytes(text) is not null);
            AssertAgree(Quantity.CountForm, text, Quantity.Count(text) is not null);
        });
    }

    [Fact]
    [Trait("Fault", "C12")]
    public void A_duration_of_any_parts_is_their_sum()
    {
        var part = Gen.Choose(0, 999);
        (from parts in part.Four() select parts).ForAll(parts =>
        {
            var (hours, minutes, seconds, milliseconds) = parts;
            Assert.Equal(
                new TimeSpan(0, hours, minutes, seconds, milliseconds), Quantity.Duration($"{hours}h{minutes}m{seconds}s{milliseconds}ms"));
        });
    }

    [Fact]
    [Trait("Fault", "C12")]
    public void What_is_written_is_read_as_the_same()
    {
        Gen.Choose(1, 604_800_000).ForAll(milliseconds =>
        {
            var value = TimeSpan.FromMilliseconds(milliseconds);
            Assert.Equal(value, Quantity.Duration((string)Codecs.Duration.Write(value)!));
        });
        Gen.Choose(1000, int.MaxValue).Where(parts => parts <= 1_000_000_000).ForAll(parts =>
        {
            var rate = parts / 1000.0;
            Assert.Equal(rate, Quantity.PerSecond((string)Codecs.Rate.Write(new Rate(rate))!)!.Value, 6);
        });
        Gen.Choose(0, 1 << 20).ForAll(bytes => Assert.Equal(bytes, Quantity.Bytes((string)Codecs.Size.Write(bytes)!)));
        Gen.Choose(0, int.MaxValue)
            .ForAll(number => Assert.Equal(number, Quantity.Count(number.ToString("0", CultureInfo.InvariantCulture))));
    }

    [Theory]
    [Trait("Fault", "C12")]
    [InlineData("load: { rate: 500 }", "with its unit, like 500/s, 2k/s or 30/min")]
    [InlineData("load: { duration: 1m30 }", "like 500ms, 12s, 1m30s or 2h")]
    [InlineData("load: { response: 4k }", "like 128B or 4KiB")]
    [InlineData("load: { burst: '1,000' }", "a whole number from 1 to 100000")]
    public void What_is_refused_is_told_the_form_that_works(string yaml, string form) =>
        Assert.EndsWith(form, ScenarioText.Error(yaml), StringComparison.Ordinal);

    [Theory]
    [Trait("Fault", "C12")]
    [InlineData("load.duration=1m30s")]
    [InlineData("load.duration=90")]
    [InlineData("load.rate=500rps")]
    [InlineData("matrix.load.rate=[2k/s, 30k/min]")]
    [InlineData("load.burst=1_000")]
    public void Settings_take_the_same_forms(string setting) => Assert.NotNull(ScenarioText.Parse("{}", setting));

    // A number may be of the form, and more than fits.
    private static void AssertAgree(string form, string text, bool isRead, bool mayBeTooSmall = false)
    {
        // JavaScript's $ is the end alone, and its digits are ASCII's.
        var isOfForm = new Regex(form.Replace("$", @"\z", StringComparison.Ordinal), RegexOptions.ECMAScript).IsMatch(text);
        Assert.True(isOfForm == isRead || (isOfForm && (mayBeTooSmall || text.Length > 9)), $"'{text}' {isOfForm} {isRead}");
    }
}
