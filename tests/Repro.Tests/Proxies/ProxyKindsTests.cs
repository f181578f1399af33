using Repro.Model;
using Repro.Planning;
using Repro.Proxies;
using Repro.Scenarios;
using Repro.Traffic;

namespace Repro.Tests.Proxies;

public sealed class ProxyKindsTests
{
    public static TheoryData<string> Programs { get; } = [.. ProxyKinds.Programs.Select(program => program.Name)];

    [Fact]
    public void Of_NoKindOfThisName_ListsThoseThatThereAre()
    {
        var exception = Assert.Throws<ReproException>(() => ProxyKinds.Of("envoy"));

        Assert.Equal(
            (FailureKind.BadInput, "There is no proxy 'envoy'.", $"The proxies are: {string.Join(", ", ProxyKinds.Names)}."),
            (exception.Kind, exception.Message, exception.Remedy));
    }

    [Fact]
    public void A_scenario_with_a_proxy_that_there_is_not_is_told_which_there_are() => Assert.Equal(
        $"x.yaml:1:16: 'envoy' is not valid here; write {Listed()}",
        Assert.Single(ScenarioFile.Parse("proxy: { kind: envoy }", "x.yaml").Diagnostics).ToString());

    [Fact]
    public void A_setting_and_a_recorded_case_are_told_the_same()
    {
        var json = ScenarioFile.ToJson(new Conditions());
        json["proxy"]!["kind"] = "envoy";

        Assert.Equal([$"conditions.proxy.kind: 'envoy' is not valid here; write {Listed()}"], ScenarioFile.ReadConditions(json).Problems);
        Assert.Equal(
            $"--set proxy.kind=envoy: 'envoy' is not valid here; write {Listed()}",
            Assert.Single(ScenarioFile.Parse("name: x", "x.yaml", ["proxy.kind=envoy"]).Diagnostics).ToString());
    }

    [Fact]
    public void One_kind_is_part_of_this_program_and_one_is_none_and_a_scenario_has_the_first_unless_it_says_otherwise() =>
        Assert.Equal(
            [new Repro.Model.Proxy().Kind, "none"], ProxyKinds.All.Where(kind => kind.Program is null).Select(kind => kind.Name));

    [Theory]
    [MemberData(nameof(Programs))]
    public void A_program_has_the_name_of_its_kind_and_writes_its_log_where_it_is_read(string name)
    {
        var program = ProxyKinds.Of(name).Program!;
        var spec = new ProxySpec
        {
            Listen = Endpoint.Parse("198.18.0.2:80"),
            Tuples = [new OpenerSpec.Tuple(null, Endpoint.Parse("198.18.0.3:81"))],
            TimeoutSeconds = 5,
        };

        Assert.Equal(name, program.Name);
        Assert.Contains($"{LogSocket.Address}", program.Configure(spec, ProxyMode.Http, 1000), StringComparison.Ordinal);
        Assert.Null(program.OpenLog().Take("nothing that it says"));
    }

    [Fact]
    public void Words_are_of_mitigations_that_there_are() => Assert.All(
        ProxyKinds.All,
        kind => Assert.All(kind.Words.Keys, mitigation => Assert.Contains(Catalogue.All, known => known.Name == mitigation)));

    private static string Listed() => $"{string.Join(", ", ProxyKinds.Names.SkipLast(1))} or {ProxyKinds.Names[^1]}";
}
