// What only waits, for an engine or for a browser, does so side by side; what is measured has nothing beside it (Calm).
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.Collections, MaxThreads = 5)]
[assembly: TestCollectionOrderer(typeof(Repro.LabTests.LongestFirst))]
[assembly: AssemblyFixture(typeof(Repro.Tests.OneAtATime))]
