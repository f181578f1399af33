using Repro.Nodes;

namespace Repro.LabTests;

/// <summary>As a daemon that is stopped, at the end of a case's load and of the run.</summary>
[Trait("Category", "Docker")]
public sealed class EngineHangsAtTheEndTests : EngineLoss
{
    public static TheoryData<string, int> Calls => new()
    {
        { $"{Node.StopCommand}\n", 1 },
        { "DELETE /v1.41/networks/", 3 },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public Task It_hangs_after_a_load(string call, int number) => RunAsync(call, number, relay => relay.Hang());
}
