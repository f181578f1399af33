[assembly: AssemblyFixture(typeof(Repro.Tests.OneAtATime))]
