namespace Repro.Traffic;

/// <summary>What a host does, on a thread of its own.</summary>
internal interface IRole : IDisposable
{
    /// <summary>Observations of it that are lost; of one that sees all that it does, none.</summary>
    long Lost => 0;

    /// <summary>Runs until <see cref="Stop"/>, or until there is nothing left to do.</summary>
    void Run();

    /// <summary>Sets the moment from which requests are due and results counted, CLOCK_MONOTONIC in nanoseconds. Any thread.</summary>
    void Start(long nanoseconds);

    /// <summary>Ends <see cref="Run"/>. Any thread.</summary>
    void Stop();
}
