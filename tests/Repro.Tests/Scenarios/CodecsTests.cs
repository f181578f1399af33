using Repro.Model;

namespace Repro.Tests.Scenarios;

public sealed class CodecsTests
{
    [Theory]
    [InlineData("1ms", 1)]
    [InlineData("500ms", 500)]
    [InlineData("1.5s", 1500)]
    [InlineData("43ms", 43)]
    [InlineData("1.005s", 1005)]
    [InlineData("11s", 11_000)]
    [InlineData("2m", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("168h", 604_800_000)]
    public void A_duration_has_units(string text, double milliseconds) =>
        Assert.Equal(milliseconds, ScenarioText.Parse($"load: {{ duration: {text} }}").Conditions.Load.Duration.TotalMilliseconds);

    [Theory]
    [InlineData("10d", "wrong unit")]
    [InlineData("10S", "wrong case")]
    [InlineData("0s", "zero")]
    [InlineData("0.00000001ms", "rounds to zero")]
    [InlineData("-1s", "negative")]
    [InlineData("'1,5s'", "decimal comma")]
    [InlineData("1e3s", "exponent")]
    [InlineData(".5s", "no digit before the point")]
    [InlineData("169h", "over 7 days")]
    [InlineData("'99999999999999999999999h'", "far over 7 days")]
    [InlineData("''", "nothing")]
    [InlineData("[1s]", "a list")]
    [InlineData("{ s: 1 }", "a mapping")]
    public void A_wrong_duration_is_refused(string text, string why)
    {
        var error = ScenarioText.Error($"load: {{ duration: {text} }}");

        Assert.True(error.Contains("is not valid here; write a duration", StringComparison.Ordinal), $"{why}: {error}");
        Assert.StartsWith("1:19: ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("500/s", 500)]
    [InlineData("0.5/s", 0.5)]
    [InlineData("30/min", 0.5)]
    [InlineData("1000000/s", 1_000_000)]
    public void A_rate_has_a_unit(string text, double perSecond) =>
        Assert.Equal(perSecond, ScenarioText.Parse($"load: {{ rate: {text} }}").Conditions.Load.Rate.PerSecond);

    [Theory]
    [InlineData("500")]
    [InlineData("500/h")]
    [InlineData("500/")]
    [InlineData("/s")]
    [InlineData("0/s")]
    [InlineData("0.0001/s")]
    [InlineData("-5/s")]
    [InlineData("1000001/s")]
    [InlineData("5G/s")]
    public void A_wrong_rate_is_refused(string text) =>
        Assert.Equal(
            $"1:15: '{text}' is not valid here; write a rate from 0.001/s to 1,000,000/s with its unit, like 500/s, 2k/s or 30/min",
            ScenarioText.Error($"load: {{ rate: {text} }}"));

    [Theory]
    [InlineData("0B", 0)]
    [InlineData("128B", 128)]
    [InlineData("4KiB", 4096)]
    [InlineData("1MiB", 1_048_576)]
    public void A_size_has_a_unit(string text, int bytes) =>
        Assert.Equal(bytes, ScenarioText.Parse($"load: {{ response: {text} }}").Conditions.Load.ResponseBytes);

    [Theory]
    [InlineData("1KB")]
    [InlineData("1.5KiB")]
    [InlineData("-1B")]
    [InlineData("2MiB")]
    [InlineData("1048577B")]
    [InlineData("2147483647MiB")]
    [InlineData("99999999999B")]
    public void A_wrong_size_is_refused(string text) =>
        Assert.Equal(
            $"1:19: '{text}' is not valid here; write a size up to 1MiB, like 128B or 4KiB",
            ScenarioText.Error($"load: {{ response: {text} }}"));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("20ms", 20)]
    [InlineData("168h", 604_800_000)]
    public void A_delay_may_be_none(string text, double milliseconds) =>
        Assert.Equal(milliseconds, ScenarioText.Parse($"backends: {{ delay: {text} }}").Conditions.Backends.Delay.TotalMilliseconds);

    [Theory]
    [InlineData("20d")]
    [InlineData("0.00000001ms")]
    [InlineData("none")]
    public void A_wrong_delay_is_refused(string text) => Assert.Equal(
        $"1:20: '{text}' is not valid here; write 0, or a duration of up to 7 days, like 500ms, 12s, 1m30s or 2h",
        ScenarioText.Error($"backends: {{ delay: {text} }}"));

    [Theory]
    [InlineData("0%", 0)]
    [InlineData("12.5%", 12.5)]
    [InlineData("99%", 99)]
    public void A_share_has_its_sign(string text, double percent) =>
        Assert.Equal(percent, ScenarioText.Parse($"prefill: {text}").Conditions.PrefillPercent);

    [Theory]
    [InlineData("90")]
    [InlineData("-1%")]
    [InlineData("99.1%")]
    [InlineData("100%")]
    [InlineData("0.9")]
    [InlineData("1e1%")]
    public void A_wrong_share_is_refused(string text) =>
        Assert.Equal($"1:10: '{text}' is not valid here; write a share from 0% to 99%, like 90%", ScenarioText.Error($"prefill: {text}"));

    [Theory]
    [InlineData("True")]
    [InlineData("yes")]
    [InlineData("1")]
    public void A_wrong_flag_is_refused(string text) =>
        Assert.Equal($"1:23: '{text}' is not valid here; write true or false", ScenarioText.Error($"proxy: {{ transparent: {text} }}"));

    [Theory]
    [Trait("Fault", "B7")]
    [InlineData("true", BackendClosing.First)]
    [InlineData("false", BackendClosing.Never)]
    public void The_flag_that_said_who_closes_first_is_still_read(string flag, BackendClosing closes)
    {
        Assert.Equal(closes, ScenarioText.Parse($"backends: {{ closeFirst: {flag} }}").Conditions.Backends.Closes);
        Assert.Equal("1:25: 'no' is not valid here; write true or false", ScenarioText.Error("backends: { closeFirst: no }"));
    }

    [Theory]
    [Trait("Fault", "B7")]
    [InlineData("backends: { closes: true }", "1:21: 'true' is not valid here; write asked, never or first")]
    [InlineData("proxy: { httpVersion: 2 }", "1:23: '2' is not valid here; write default, 1.0 or 1.1")]
    public void Who_closes_first_is_one_of_the_words(string yaml, string error) => Assert.Equal(error, ScenarioText.Error(yaml));

    [Theory]
    [InlineData("load: { arrivals: Poisson }", "1:19: 'Poisson' is not valid here; write constant, poisson, ramp, steps or bursts")]
    [InlineData("proxy: { bind: connect }", "1:16: 'connect' is not valid here; write none, address or port")]
    [InlineData("proxy: { close: [rst] }", "1:17: a list is not valid here; write fin, rst or never")]
    [InlineData("find: 1", "1:7: '1' is not valid here; write onset or threshold")]
    [InlineData("load: { steps: 1 }", "1:16: '1' is not valid here; write a whole number from 2 to 1000")]
    [InlineData("load: { burst: 0 }", "1:16: '0' is not valid here; write a whole number from 1 to 100000")]
    [InlineData("load: { seed: -1 }", "1:15: '-1' is not valid here; write a whole number from 0 to 2147483647")]
    [InlineData("proxy: { keepAlive: { requests: 0 } }", "1:33: '0' is not valid here; write a whole number from 1 to 1000000000")]
    [InlineData("proxy: { keepAlive: 64 }", "1:21: a mapping is expected here, with any of: connections, idle, requests")]
    [InlineData("proxy: { socketPorts: 33767 32768 }", "1:23: write the first and the last port, like 32768 33767, or none")]
    [InlineData("proxy: { socketPorts: 32768 }", "1:23: write the first and the last port, like 32768 33767, or none")]
    [InlineData("proxy: { socketPorts: [1, 2] }", "1:23: write the first and the last port, like 32768 33767, or none")]
    public void A_wrong_word_is_refused_and_the_right_ones_are_named(string yaml, string error) =>
        Assert.Equal(error, ScenarioText.Error(yaml));

    [Fact]
    public void A_sockets_ports_are_a_range_or_none() => Assert.Equal(
        [new Repro.Physics.PortRange(32768, 33767), null],
        new[] { "32768 33767", "none" }.Select(text =>
            ScenarioText.Parse($"proxy: {{ socketPorts: {text} }}").Conditions.Proxy.SocketPorts));

    [Theory]
    [InlineData("1", 1)]
    [InlineData("128", 128)]
    [InlineData("'2'", 2)]
    public void A_count_is_a_whole_number(string text, int count) =>
        Assert.Equal(count, ScenarioText.Parse($"clients: {{ count: {text} }}").Conditions.Clients.Count);

    [Theory]
    [InlineData("0")]
    [InlineData("129")]
    [InlineData("-1")]
    [InlineData("1.0")]
    [InlineData("many")]
    [InlineData("99999999999")]
    public void A_wrong_count_is_refused(string text) =>
        Assert.Equal(
            $"1:19: '{text}' is not valid here; write a whole number from 1 to 128", ScenarioText.Error($"clients: {{ count: {text} }}"));

    [Theory]
    [InlineData("a b")]
    [InlineData("-a")]
    [InlineData("../up")]
    [InlineData("''")]
    [InlineData("é")]
    public void A_name_that_is_no_good_for_a_folder_is_refused(string text) =>
        Assert.Contains(
            "write letters, digits, dots, dashes and underscores", ScenarioText.Error($"name: {text}"), StringComparison.Ordinal);

    [Fact]
    public void A_name_has_60_characters_at_the_most()
    {
        Assert.Equal(new string('a', 60), ScenarioText.Parse($"name: {new string('a', 60)}").Name);
        Assert.NotEmpty(ScenarioText.Errors($"name: {new string('a', 61)}"));
    }
}
