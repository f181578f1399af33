namespace Repro.LabTests;

/// <summary>
/// As a daemon that is stopped, before the first case: while the engine is asked, and in the lab that measures the machine.
/// </summary>
[Trait("Category", "Docker")]
public sealed class EngineHangsEarlyTests : EngineLoss
{
    [Theory]
    [InlineData("GET /version", 1)]
    [InlineData("GET /v1.41/images/", 1)]
    [InlineData("POST /v1.41/networks/create", 1)]
    [InlineData("/start", 1)]
    public Task It_hangs_before_the_first_case(string call, int number) => RunAsync(call, number, relay => relay.Hang());
}
