using Repro.Model;

namespace Repro.Proxies;

/// <summary>What several kinds of proxies refuse alike.</summary>
internal static class CommonRefusals
{
    /// <summary>Of programs that give their sockets no range of ports.</summary>
    /// <param name="title">The program, as people write it.</param>
    public static string SocketPorts(string title) => $"{title} has no word for IP_LOCAL_PORT_RANGE: leave proxy.socketPorts out";

    /// <summary>Of clients that have a proxy between them and the backends: what they would do with the backends themselves.</summary>
    /// <param name="clients">What is asked of them.</param>
    public static IEnumerable<string> OfClients(Clients clients) =>
        from key in clients.Said(new Clients { Sysctls = clients.Sysctls })
        select $"clients have a proxy between them and the backends: say proxy.{key} instead of clients.{key}, or leave the proxy out "
            + "(proxy.kind: none)";

    /// <summary>Of programs that leave the ports of their sockets to connect(), out of the host's whole range.</summary>
    /// <param name="title">The program, as people write it.</param>
    /// <param name="proxy">What is asked of it.</param>
    public static IEnumerable<string> OfPorts(string title, Model.Proxy proxy)
    {
        if (proxy.SocketPorts is not null)
        {
            yield return SocketPorts(title);
        }

        if (proxy.Bind == Binding.Port)
        {
            yield return $"{title} sets IP_BIND_ADDRESS_NO_PORT wherever it binds to an address: "
                + "proxy.bind is none or address there, not port";
        }
    }
}
