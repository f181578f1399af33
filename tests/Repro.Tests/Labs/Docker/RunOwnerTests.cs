using Repro.Labs.Docker;

namespace Repro.Tests.Labs.Docker;

public sealed class RunOwnerTests
{
    [Fact]
    public void A_process_that_runs_has_not_ended() => Assert.False(RunOwner.Current.HasEnded);

    [Fact]
    public void A_process_whose_id_another_has_now_has_ended() =>
        Assert.True((RunOwner.Current with { Started = RunOwner.Current.Started - 3600 }).HasEnded);

    [Fact]
    public void Nothing_is_known_of_a_process_of_another_machine() =>
        Assert.Null((RunOwner.Current with { Machine = "elsewhere" }).HasEnded);

    [Fact]
    public void Parse_WhatToStringWrites_TheSame() => Assert.Equal(RunOwner.Current, RunOwner.Parse(RunOwner.Current.ToString()));

    [Theory]
    [InlineData("")]
    [InlineData("machine/1")]
    [InlineData("machine/x/1")]
    [InlineData("machine/1/-1")]
    public void Parse_AnythingElse_Null(string text) => Assert.Null(RunOwner.Parse(text));
}
