using Repro.Labs;

namespace Repro.Tests.Labs;

public sealed class LabKindsTests
{
    [Fact]
    public void A_lab_that_there_is_not_is_an_error_that_lists_those_that_there_are()
    {
        var error = Assert.Throws<ReproException>(() => LabKinds.Of("vm"));

        Assert.Equal(("There is no lab 'vm'.", "The labs are: netns, docker."), (error.Message, error.Remedy));
    }

    [Fact]
    public void Each_is_found_by_its_name_and_has_its_words_in_the_help() => Assert.All(LabKinds.All, kind =>
    {
        Assert.Same(kind, LabKinds.Of(kind.Name));
        Assert.Contains($"{kind.Name}: {kind.Summary}", LabKinds.Help, StringComparison.Ordinal);
    });
}
