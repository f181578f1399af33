namespace Repro.Tests.Physics;

/// <summary>The laws of ports with five times as many loads as are tried often.</summary>
[Trait("Category", "Sweep")]
public sealed class SimulationSweepTests() : SimulationTests(loads: 100);

/// <summary>The laws of reuse with five times as many loads as are tried often.</summary>
[Trait("Category", "Sweep")]
public sealed class ReuseSimulationSweepTests() : ReuseSimulationTests(loads: 100);
