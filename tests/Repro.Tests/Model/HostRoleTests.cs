using Repro.Model;

namespace Repro.Tests.Model;

public sealed class HostRoleTests
{
    [Theory]
    [InlineData("client-1", HostRole.Client)]
    [InlineData("client-12", HostRole.Client)]
    [InlineData("proxy", HostRole.Proxy)]
    [InlineData("backend-2", HostRole.Backend)]
    [InlineData("client", null)]
    [InlineData("client-", null)]
    [InlineData("clients-1", null)]
    [InlineData("client-x", null)]
    [InlineData("proxy-1", null)]
    [InlineData("nat", HostRole.Nat)]
    [InlineData("nat-1", null)]
    [InlineData("", null)]
    internal void Of_HostName_RoleOrNull(string host, HostRole? role) => Assert.Equal(role, HostRoles.Of(host));

    [Fact]
    public void Every_name_that_is_given_leads_back_to_its_role() =>
        Assert.All(HostRoles.InOrder, role => Assert.Equal(role, HostRoles.Of(role.Name(7))));

    [Theory]
    [InlineData("clients→proxy", HostRole.Client)]
    [InlineData("proxy→backends", HostRole.Proxy)]
    [InlineData("clients→backends", HostRole.Client)]
    [InlineData("proxy→backend-1", null)]
    [InlineData("proxy", null)]
    internal void OpenerOf_Hop_RoleOrNull(string hop, HostRole? opener) => Assert.Equal(opener, HostRoles.OpenerOf(hop));

    [Fact]
    public void States_have_the_kernels_numbers_and_names()
    {
        Assert.Equal(TcpState.TimeWait, TcpStates.Of(6));
        Assert.Equal("TIME_WAIT", TcpStates.Of(6).Name());
        Assert.Equal(TcpState.Unknown, TcpStates.Of(42));
        Assert.All(Enum.GetValues<TcpState>(), state => Assert.Equal(state, TcpStates.Named(state.Name())));
        Assert.Null(TcpStates.Named("time_wait"));
    }
}
