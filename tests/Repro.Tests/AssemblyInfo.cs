// Some tests wait for a limit to pass: more of them than processors run at once.
[assembly: Xunit.v3.Parallelization(MaxThreads = 6)]
[assembly: TestCollectionOrderer(typeof(Repro.Tests.WaitingFirst))]
[assembly: AssemblyFixture(typeof(Repro.Tests.OneAtATime))]
