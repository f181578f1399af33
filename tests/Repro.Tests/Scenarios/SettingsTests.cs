using Repro.Model;
using Repro.Scenarios;

namespace Repro.Tests.Scenarios;

public sealed class SettingsTests
{
    [Fact]
    public void A_setting_changes_one_key_and_wins_over_the_file() =>
        Assert.Equal(
            new Load { Rate = new Rate(600), Duration = TimeSpan.FromSeconds(3) },
            ScenarioText.Parse("load: { rate: 500/s, duration: 3s }", "load.rate=600/s").Conditions.Load);

    [Fact]
    public void The_last_of_several_settings_wins() =>
        Assert.Equal(7, ScenarioText.Parse("{}", "load.rate=6/s", "load.rate=7/s").Conditions.Load.Rate.PerSecond);

    [Fact]
    public void A_sysctls_name_keeps_its_dots()
    {
        var sysctls = ScenarioText.Parse(
            "proxy: { sysctls: { net.ipv4.tcp_tw_reuse: 2 } }",
            "proxy.sysctls.net.ipv4.ip_local_port_range=40000 40099").Conditions.Proxy.Sysctls;

        Assert.Equal(Sysctls.None.With(Sysctls.TcpTwReuseKey, "2").With(Sysctls.LocalPortRangeKey, "40000 40099"), sysctls);
    }

    [Fact]
    public void A_setting_may_replace_the_mitigations() =>
        Assert.Equal(
            ["none", "tw-reuse"],
            ScenarioText.Parse("mitigations: [wider-range: 2]", "mitigations=[none, tw-reuse]").Mitigations
                .Select(use => Assert.Single(use.Terms).Name));

    [Theory]
    [InlineData("load.arrivals=poisson")]
    [InlineData("load.from=5/s")]
    [InlineData("load.steps=9")]
    [InlineData("load.burst=7")]
    [InlineData("load.seed=0")]
    [InlineData("proxy.kind=nginx")]
    [InlineData("proxy.mode=tcp")]
    [InlineData("proxy.retries=1")]
    [InlineData("proxy.bind=address")]
    [InlineData("proxy.socketPorts=32768 33767")]
    [InlineData("proxy.close=rst")]
    [InlineData("proxy.keepAlive.connections=8")]
    [InlineData("proxy.keepAlive.idle=250ms")]
    [InlineData("proxy.keepAlive.requests=10")]
    [InlineData("backends.delay=20ms")]
    [InlineData("backends.closes=never")]
    [InlineData("proxy.httpVersion=1.0")]
    [InlineData("backends.finDelay=59s")]
    [InlineData("prefill=90%")]
    [InlineData("find=threshold")]
    [InlineData("matrix={ load.rate: [5/s, 6/s] }")]
    [InlineData("expect={ none@230: carried, tw-reuse + wider-range x4: averted }")]
    [InlineData("expect.tw-reuse + wider-range x4=averted")]
    public void Every_key_can_be_set(string setting)
    {
        var value = setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..];
        var path = setting[..setting.IndexOf('=', StringComparison.Ordinal)].Split('.');
        var scenario = ScenarioText.Parse("{}", setting);

        // The same as in a file, and not the default.
        var nested = path.Reverse().Aggregate(value, (inner, key) => $"{{ {key}: {inner} }}");
        Assert.Equal(ScenarioText.Canonical(ScenarioText.Parse(nested)), ScenarioText.Canonical(scenario));
        Assert.NotEqual(ScenarioText.Canonical(ScenarioText.Parse("{}")), ScenarioText.Canonical(scenario));
    }

    [Fact]
    public void A_setting_may_combine_mitigations() => Assert.Equal(
        [[("none", null)], [("tw-reuse", null), ("wider-range", 4)]],
        ScenarioText.Parse("{}", "mitigations=[none, tw-reuse + wider-range x4]").Mitigations
            .Select(use => use.Terms.Select(term => (term.Name, term.Factor))));

    [Theory]
    [InlineData("matrix.load.rate=[5/s, 6/s]", "load.rate", 2)]
    [InlineData("matrix.proxy.sysctls.net.ipv4.tcp_tw_reuse=[0, 1, 2]", "proxy.sysctls.net.ipv4.tcp_tw_reuse", 3)]
    public void A_setting_may_add_an_axis_by_its_key(string setting, string key, int values)
    {
        var axis = Assert.Single(ScenarioText.Parse("{}", setting).Matrix);
        Assert.Equal((key, values), (axis.Key, axis.Points.Count));
    }

    [Fact]
    public void An_expectation_of_a_case_may_be_set_by_its_id() =>
        Assert.Equal("none@0.5", Assert.Single(ScenarioText.Parse("{}", "expect.none@0.5=carried").Expect).Mitigation);

    [Fact]
    public void A_setting_can_take_a_value_away_again() =>
        Assert.Null(ScenarioText.Parse("proxy: { socketPorts: 32768 33767 }", "proxy.socketPorts=none").Conditions.Proxy.SocketPorts);

    [Theory]
    [InlineData("what, now?")]
    [InlineData("why #5?")]
    [InlineData("why: because")]
    public void A_value_stands_for_itself_whatever_is_in_it(string question) =>
        Assert.Equal(question, ScenarioText.Parse("{}", $"question={question}").Question);

    [Fact]
    public void A_setting_of_one_expectation_leaves_the_others() =>
        Assert.Equal(
            ["tw-reuse: averted", "none: carried"],
            ScenarioText.Parse("expect: { none: exhausted, tw-reuse: averted }", "expect.none=carried").Expect
                .Select(expectation => $"{expectation.Mitigation}: {expectation.Expected}"));

    [Theory]
    [InlineData("load.rate", "'load.rate' is not of the form key=value, like load.rate=600/s")]
    [InlineData("=5", "'=5' is not of the form key=value, like load.rate=600/s")]
    [InlineData("load.rat=5/s", "unknown key 'rat'; did you mean 'rate'?")]
    [InlineData("load.rate=5", "'5' is not valid here; write a rate from 0.001/s to 1,000,000/s with its unit, like 500/s, 2k/s or 30/min")]
    [InlineData("proxy.sysctls.kernel.x=1", "'kernel.x' can't be set per host; a network namespace has its own net.* sysctls only")]
    [InlineData("prefill=90", "'90' is not valid here; write a share from 0% to 99%, like 90%")]
    [InlineData("find=treshold", "'treshold' is not valid here; write onset or threshold")]
    [InlineData("matrix.load.rate=5/s", "load.rate takes a list of values here, like load.rate: [100/s, 200/s]")]
    [InlineData("matrix={ load.rat: [5/s] }", "unknown key 'rat'; did you mean 'rate'?")]
    [InlineData("mitigations=[tw-reuse + wider-range x1]", "'1' is not valid here; write a whole number from 2 to 64")]
    [InlineData("load=5",
        "a mapping is expected here, with any of: rate, arrivals, from, steps, burst, seed, duration, timeout, response, command")]
    public void A_wrong_setting_is_refused_and_named(string setting, string message)
    {
        var diagnostic = Assert.Single(ScenarioFile.Parse("{}", ScenarioText.File, [setting]).Diagnostics);

        Assert.Equal(message, diagnostic.Message);
        Assert.StartsWith("--set", diagnostic.Position.File, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_of_the_file_and_of_settings_come_together() =>
        Assert.Equal(2, ScenarioFile.Parse("nme: a", ScenarioText.File, ["load.rat=5/s"]).Diagnostics.Count);
}
