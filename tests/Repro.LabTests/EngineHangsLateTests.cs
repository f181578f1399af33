using Repro.Nodes;

namespace Repro.LabTests;

/// <summary>As a daemon that is stopped, from the first case on.</summary>
[Trait("Category", "Docker")]
public sealed class EngineHangsLateTests : EngineLoss
{
    public static TheoryData<string, int> Calls => new()
    {
        { "POST /v1.41/networks/create", 2 },
        { "/start", 9 },
        { $"{Node.PrefillCommand}\n", 1 },
        { $"{Node.StopCommand}\n", 1 },
        { "DELETE /v1.41/networks/", 3 },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public Task It_hangs_in_a_case(string call, int number) => RunAsync(call, number, relay => relay.Hang());
}
