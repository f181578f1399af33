using System.Net;
using System.Net.Sockets;
using System.Text;
using Repro.Traffic;

namespace Repro.Proxies.Haproxy;

/// <summary>What a proxy is to do, in HAProxy's words.</summary>
internal static class HaproxyConfiguration
{
    private const string Backend = "backends";

    // Listeners, pollers, the log. A connection that is passed on takes two descriptors.
    private const int OtherDescriptors = 100;

    /// <summary>The configuration.</summary>
    /// <param name="spec">What the proxy does. It binds to an address without choosing the port.</param>
    /// <param name="isTcp">Whether it passes bytes on, and not requests; then it keeps no connections.</param>
    /// <param name="descriptors">Descriptors that it may use: it does not start where its connections need more.</param>
    public static string Render(ProxySpec spec, bool isTcp, int descriptors)
    {
        var connections = Math.Max(1, (descriptors - OtherDescriptors) / 2);
        var timeout = Milliseconds(spec.TimeoutSeconds);
        var text = new StringBuilder($"""
            global
                log {LogSocket.Address} format raw local0
                nbthread 1
                maxconn {connections}

            defaults
                log global
                mode {(isTcp ? "tcp" : "http")}
                maxconn {connections}
                timeout connect {timeout}
                timeout client {timeout}
                timeout server {timeout}
                retries {spec.Retries}

            """);
        text.Append(spec.Retries == 0 ? "    no option redispatch\n" : "    option redispatch 1\n");
        if (!isTcp)
        {
            text.Append($"    option {(spec.KeepAlive is null ? "http-server-close" : "http-keep-alive")}\n");
        }

        text.Append($"""

            frontend clients
                bind {spec.Listen} backlog 65535
                log-format "{(isTcp ? HaproxyLog.TcpFormat : HaproxyLog.HttpFormat)}"
                default_backend {Backend}

            backend {Backend}
                balance roundrobin

            """);
        if (!isTcp)
        {
            text.Append($"    http-reuse {(spec.KeepAlive is null ? "never" : "always")}\n");
        }

        // A connection to a server that is closed in mode http ends with a RST without being told.
        if (isTcp && spec.Abort)
        {
            text.Append("    option nolinger\n");
        }

        var pool = spec.KeepAlive is { } keepAlive
            // Each server has a pool of its own.
            ? $" pool-max-conn {Math.Max(1, keepAlive.Connections / spec.Tuples.Count)} pool-purge-delay "
                + $"{Milliseconds(keepAlive.IdleSeconds)}"
            : "";
        foreach (var (number, (source, target)) in spec.Tuples.Select(tuple => (tuple.Source?.Address, tuple.Target)).Index())
        {
            // A server for each tuple, so that they are used in turn.
            var name = HaproxyServer.Name(spec.Transparent ? $"{number + 1}" : source?.ToString(), target);
            text.Append($"    server {name} {target}");
            text.Append(spec.Transparent ? $" source {HaproxyServer.Host(Anybody(target))} usesrc clientip\n"
                : source is null ? $"{pool}\n"
                : $" source {HaproxyServer.Host(source)}{pool}\n");
        }

        return text.ToString();
    }

    private static IPAddress Anybody(Endpoint target) =>
        target.Address.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;

    private static string Milliseconds(double seconds) => $"{(long)Math.Max(1, Math.Round(seconds * 1000))}ms";
}
