namespace Repro.LabTests;

/// <summary>As a daemon that ends.</summary>
[Trait("Category", "Docker")]
public sealed class EngineEndsTests : EngineLoss
{
    [Theory]
    [InlineData("GET /v1.41/containers/json", 1)]
    [InlineData("POST /v1.41/networks/create", 1)]
    [InlineData("/start", 3)]
    [InlineData("DELETE /v1.41/networks/", 2)]
    public Task It_is_cut_off(string call, int number) => RunAsync(call, number, relay => relay.Cut());
}
