using Repro.Deployment;
using Repro.Labs;
using Repro.Planning;
using Repro.Tests.Scenarios;

namespace Repro.Tests.Deployment;

public sealed class CommandCheckTests
{
    [Fact]
    public void A_program_that_is_not_there_is_refused_by_its_name()
    {
        var refused = Assert.Throws<ReproException>(() => CommandCheck.Refuse(PlanOf("load: { command: 'no-such-program {target}' }")));

        Assert.Equal(FailureKind.NoLab, refused.Kind);
        Assert.StartsWith("no-such-program: no such program is there", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_package_of_one_that_is_known_is_named()
    {
        var refused = Assert.Throws<ReproException>(() => CommandCheck.Refuse(PlanOf("load: { command: '/nowhere/ab {target}/' }")));

        Assert.Equal("Install it; on Debian and Ubuntu: sudo apt-get install apache2-utils.", refused.Remedy);
    }

    [Fact]
    public void One_that_is_there_is_not_and_neither_is_a_load_without_one()
    {
        CommandCheck.Refuse(PlanOf("load: { command: 'sh -c true {target}' }"));
        CommandCheck.Refuse(PlanOf("{}"));
    }

    [Fact]
    public void Containers_are_refused_with_the_lab_that_has_it()
    {
        var refused = Assert.Throws<ReproException>(() =>
            HostCheck.Refuse(LabKinds.Of("docker"), PlanOf("load: { command: 'wrk {target}' }")));

        Assert.Equal(
            "wrk (load.command) is not in the image of the containers, which has this program alone: none@500.", refused.Message);
        Assert.Contains("--lab netns", refused.Remedy, StringComparison.Ordinal);
    }

    private static Plan PlanOf(string yaml) => Planner.Create(ScenarioText.Parse(yaml), new Repro.Knobs.Kernel()).Plan;
}
