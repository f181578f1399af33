using Repro.Traffic;

namespace Repro.Tests.Traffic;

/// <summary>A role on a thread of its own, which ends before the test does.</summary>
internal sealed class RunningRole : IDisposable
{
    private readonly IRole role;
    private readonly TestThread thread;

    public RunningRole(IRole role)
    {
        this.role = role;
        thread = TestThread.Start(role.Run);
    }

    /// <summary>Stops it; fails where it failed, or does not end.</summary>
    public void Stop()
    {
        role.Stop();
        thread.Join();
    }

    public void Dispose() => Stop();
}
