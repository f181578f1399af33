using Repro.Nodes;

namespace Repro.LabTests;

/// <summary>As a daemon that is stopped, while a case comes up.</summary>
[Trait("Category", "Docker")]
public sealed class EngineHangsLateTests : EngineLoss
{
    public static TheoryData<string, int> Calls => new()
    {
        { "POST /v1.41/networks/create", 2 },
        { "/start", 9 },
        { $"{Node.PrefillCommand}\n", 1 },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public Task It_hangs_before_a_load(string call, int number) => RunAsync(call, number, relay => relay.Hang());
}
