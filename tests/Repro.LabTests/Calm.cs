namespace Repro.LabTests;

/// <summary>
/// Tests that measure a load, or how soon something ends, one at a time beside nothing: a request has to be sent when it is due, and a run
/// by itself takes two thirds of two processors.
/// </summary>
[CollectionDefinition(Tests, DisableParallelization = true)]
public sealed class Calm
{
    public const string Tests = "what is measured";
}
