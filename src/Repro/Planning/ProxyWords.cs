using Repro.Scenarios;

namespace Repro.Planning;

/// <summary>What a proxy has no word for in its configuration, or what it would do with it instead.</summary>
internal static class ProxyWords
{
    /// <summary>Everything that the conditions ask of a proxy that can't do it.</summary>
    public static IEnumerable<string> Missing(Conditions conditions) => conditions.Proxy switch
    {
        { Kind: ProxyKind.Nginx } proxy => Shared("nginx", proxy).Concat(Nginx(conditions)).Concat(TcpMode(proxy)),
        { Kind: ProxyKind.Haproxy } proxy => Shared("HAProxy", proxy).Concat(Haproxy(conditions)),
        var proxy => TcpMode(proxy),
    };

    private static IEnumerable<string> Shared(string name, Proxy proxy)
    {
        if (proxy.SocketPorts is not null)
        {
            yield return $"{name} has no word for IP_LOCAL_PORT_RANGE: leave proxy.socketPorts out";
        }

        if (proxy.Bind == Binding.Port)
        {
            yield return $"{name} sets IP_BIND_ADDRESS_NO_PORT wherever it binds to an address: proxy.bind is none or address there, not port";
        }
    }

    private static IEnumerable<string> TcpMode(Proxy proxy)
    {
        if (proxy.Mode == ProxyMode.Tcp)
        {
            yield return "proxy.mode is tcp for haproxy alone";
        }
    }

    private static IEnumerable<string> Nginx(Conditions conditions)
    {
        if (conditions.Proxy.Close == Closing.Rst)
        {
            yield return "nginx has no word for closing upstream connections with a RST: leave proxy.close out";
        }
    }

    private static IEnumerable<string> Haproxy(Conditions conditions)
    {
        if (conditions.Proxy.HttpVersion == HttpVersion.Http10)
        {
            yield return "HAProxy speaks HTTP/1.1 with its backends: leave proxy.httpVersion out";
        }

        var (proxy, isTcp) = (conditions.Proxy, conditions.Proxy.Mode == ProxyMode.Tcp);
        if (isTcp && proxy.KeepAlive.Connections > 0)
        {
            yield return "HAProxy keeps no connections in mode tcp, where it does not know of requests: leave proxy.keepAlive or proxy.mode out";
        }

        if (!isTcp && proxy.KeepAlive is { Connections: > 0 } pool && pool.Requests != new KeepAlive().Requests)
        {
            yield return "HAProxy puts no end to a kept HTTP/1.1 connection by its requests (max-reuse is for HTTP/2): leave proxy.keepAlive.requests out";
        }

        if (isTcp && conditions.Backends.FinDelay > TimeSpan.Zero)
        {
            yield return "HAProxy in mode tcp logs a connection only once the backend's FIN has come: leave backends.finDelay or proxy.mode out";
        }
    }
}
