using Repro.Traffic;

namespace Repro.Nodes;

/// <summary>
/// The thread that runs a role. Disposing it stops the role and waits for the thread, so that the role can be disposed of after it.
/// </summary>
internal sealed class RoleThread : IDisposable
{
    private readonly IRole role;
    private readonly Thread thread;

    /// <param name="role">The role.</param>
    /// <param name="run">Runs it; what it throws ends the program.</param>
    public RoleThread(IRole role, Action run)
    {
        this.role = role;
        thread = new Thread(new ThreadStart(run)) { Name = "role" };
        thread.Start();
    }

    public void Dispose()
    {
        role.Stop();
        thread.Join();
    }
}
