using Repro.Model;
using Repro.Scenarios;
using Repro.Standalone;
using Repro.Tests.Scenarios;

namespace Repro.Tests.Standalone;

public sealed class StandaloneSettingsTests
{
    [Fact]
    public void What_the_nodes_are_told_is_all_that_the_case_says_but_for_places_and_sysctls() => Generated.Conditions.ForAll(conditions =>
    {
        var told = ScenarioFile.Parse("{}", "nodes", [.. AllOf(conditions).Select(pair => $"{pair.Key}={pair.Value}")]);

        Assert.Empty(told.Diagnostics);
        Assert.Equal(WithoutPlaces(conditions), WithoutPlaces(told.Scenario.Conditions));
    });

    [Fact]
    public void Rate_and_duration_are_said_even_where_they_are_the_defaults() =>
        Assert.Equal(
            [StandaloneSettings.Rate, StandaloneSettings.Duration], StandaloneSettings.OfClient(new Conditions()).Select(pair => pair.Key));

    [Fact]
    public void Nothing_else_is_said_that_goes_without_saying()
    {
        Assert.Empty(StandaloneSettings.OfProxy(new Conditions()));
        Assert.Empty(StandaloneSettings.OfBackend(new Conditions()));
    }

    private static IEnumerable<KeyValuePair<string, string>> AllOf(Conditions conditions) =>
        StandaloneSettings.OfClient(conditions).Concat(StandaloneSettings.OfProxy(conditions))
            .Concat(StandaloneSettings.OfBackend(conditions))
            .Where(pair => !pair.Key.EndsWith(".addresses", StringComparison.Ordinal));

    private static Conditions WithoutPlaces(Conditions conditions) => conditions with
    {
        Clients = new Clients(),
        Network = new Network(),
        Nat = new Nat(),
        Steps = StepList.None,
        Services = new Services(),
        Proxy = conditions.Proxy with { Addresses = 1, Sysctls = Sysctls.None },
        Backends = conditions.Backends with { Count = 1, Addresses = 1, Ports = 1, Sysctls = Sysctls.None },
    };
}
