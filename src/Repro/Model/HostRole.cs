namespace Repro.Model;

/// <summary>What a host of the lab does.</summary>
internal enum HostRole
{
    /// <summary>Sends requests.</summary>
    Client,

    /// <summary>Passes them on.</summary>
    Proxy,

    /// <summary>Gives connections to the backends addresses and ports of its own.</summary>
    Nat,

    /// <summary>Answers them.</summary>
    Backend,
}

/// <summary>The words for roles, and the names of the hosts that have them.</summary>
internal static class HostRoles
{
    private static readonly (HostRole Role, string One, string All)[] Words =
    [
        (HostRole.Client, "client", "clients"), (HostRole.Proxy, "proxy", "proxy"), (HostRole.Nat, "nat", "nat"),
        (HostRole.Backend, "backend", "backends"),
    ];

    /// <summary>Roles in the order of a request's way.</summary>
    public static IReadOnlyList<HostRole> InOrder { get; } = [.. Words.Select(word => word.Role)];

    /// <summary>One host's word: <c>client</c>.</summary>
    public static string One(this HostRole role) => Words[(int)role].One;

    /// <summary>The word for all hosts of a role: <c>clients</c>; there is but one proxy, and one NAT.</summary>
    public static string All(this HostRole role) => Words[(int)role].All;

    /// <summary>Something of theirs: <c>the clients' ports</c>.</summary>
    public static string Whose(this HostRole role, string what) => $"the {role.All()}{(role.IsOne() ? "'s" : "'")} {what}";

    /// <summary>The name of a host: its role, and its number from 1 on where there may be several: <c>client-2</c>.</summary>
    public static string Name(this HostRole role, int number) => role.IsOne() ? role.One() : $"{role.One()}-{number}";

    /// <summary>The role of a host by its name; null where no host has that name.</summary>
    public static HostRole? Of(string host)
    {
        foreach (var (role, one, _) in Words)
        {
            if (host.StartsWith(one, StringComparison.Ordinal)
                && (role.IsOne() ? host.Length == one.Length : IsNumber(host.AsSpan(one.Length))))
            {
                return role;
            }
        }

        return null;
    }

    /// <summary>The name of a hop, by the side that opens its connections and the one that accepts them: <c>proxy→backends</c>.</summary>
    public static string Hop(HostRole opener, HostRole acceptor) => $"{opener.All()}→{acceptor.All()}";

    /// <summary>The role that opens a hop's connections; null where no hop has that name.</summary>
    public static HostRole? OpenerOf(string hop) => SidesOf(hop)?.Opener;

    /// <summary>The role that accepts a hop's connections; null where no hop has that name.</summary>
    public static HostRole? AcceptorOf(string hop) => SidesOf(hop)?.Acceptor;

    private static (HostRole Opener, HostRole Acceptor)? SidesOf(string hop)
    {
        foreach (var opener in InOrder)
        {
            foreach (var acceptor in InOrder)
            {
                if (Hop(opener, acceptor) == hop)
                {
                    return (opener, acceptor);
                }
            }
        }

        return null;
    }

    private static bool IsOne(this HostRole role) => role is HostRole.Proxy or HostRole.Nat;

    private static bool IsNumber(ReadOnlySpan<char> suffix) =>
        suffix.Length > 1 && suffix[0] == '-' && !suffix[1..].ContainsAnyExceptInRange('0', '9');
}
