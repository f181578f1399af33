// Cases are measured: no other test may take the processors meanwhile.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
