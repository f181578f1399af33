// Cases are measured: no other test may take the processors meanwhile.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: AssemblyFixture(typeof(Repro.Tests.OneAtATime))]
