namespace Repro.Tests.Traffic;

/// <summary>
/// Tests that take certain ports of the machine and no others have nothing beside them: whoever connects takes a port out of the same
/// range, perhaps one of those.
/// </summary>
[CollectionDefinition(Tests, DisableParallelization = true)]
public sealed class FreePorts
{
    public const string Tests = "certain ports of the machine";
}
