using Repro.Model;
using Repro.Running;
using Repro.Scenarios;
using Repro.Tests.Scenarios;

namespace Repro.Tests.Running;

public sealed class LoneSettingsTests
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
            [LoneSettings.Rate, LoneSettings.Duration], LoneSettings.OfClient(new Conditions()).Select(pair => pair.Key));

    [Fact]
    public void Nothing_else_is_said_that_goes_without_saying()
    {
        Assert.Empty(LoneSettings.OfProxy(new Conditions()));
        Assert.Empty(LoneSettings.OfBackend(new Conditions()));
    }

    private static IEnumerable<KeyValuePair<string, string>> AllOf(Conditions conditions) =>
        LoneSettings.OfClient(conditions).Concat(LoneSettings.OfProxy(conditions)).Concat(LoneSettings.OfBackend(conditions))
            .Where(pair => !pair.Key.EndsWith(".addresses", StringComparison.Ordinal));

    private static Conditions WithoutPlaces(Conditions conditions) => conditions with
    {
        Clients = new Clients(),
        Proxy = conditions.Proxy with { Addresses = 1, Sysctls = Sysctls.None },
        Backends = conditions.Backends with { Count = 1, Addresses = 1, Ports = 1, Sysctls = Sysctls.None },
    };
}
