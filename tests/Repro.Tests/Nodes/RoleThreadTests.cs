using Repro.Nodes;
using Repro.Traffic;

namespace Repro.Tests.Nodes;

public sealed class RoleThreadTests
{
    [Fact]
    public void A_role_has_ended_before_it_is_disposed_of_also_where_whoever_runs_it_gives_up()
    {
        var role = new Waiting();
        Assert.Throws<InvalidOperationException>(GiveUp);

        Assert.Equal(["ended", "disposed"], role.Events);

        void GiveUp()
        {
            using (role)
            using (new RoleThread(role, role.Run))
            {
                throw new InvalidOperationException("no such command");
            }
        }
    }

    private sealed class Waiting : IRole
    {
        private readonly ManualResetEventSlim stop = new();

        public List<string> Events { get; } = [];

        public void Run()
        {
            stop.Wait();
            Events.Add("ended");
        }

        public void Start(long nanoseconds)
        {
        }

        public void Stop() => stop.Set();

        public void Dispose()
        {
            Events.Add("disposed");
            stop.Dispose();
        }
    }
}
