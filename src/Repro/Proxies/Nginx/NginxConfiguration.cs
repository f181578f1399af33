using System.Globalization;
using System.Net;
using System.Text;
using Repro.Traffic;

namespace Repro.Proxies.Nginx;

/// <summary>What a proxy is to do, in nginx's words.</summary>
internal static class NginxConfiguration
{
    /// <summary>What nginx calls all backends together.</summary>
    public const string Upstream = "backends";

    private static readonly string Syslog = $"syslog:server={LogSocket.Address},nohostname";

    /// <summary>The configuration.</summary>
    /// <param name="spec">What the proxy does. It binds to an address without choosing the port, and does not close with a RST.</param>
    /// <param name="descriptors">Descriptors that it may use.</param>
    /// <remarks>
    /// One process does all the work, as of the builtin proxy; a master would want to change the user, which a user namespace does not
    /// allow. Errors have to have a file, or they go to one of nginx's own as well, and from there to standard error.
    /// </remarks>
    public static string Render(ProxySpec spec, int descriptors)
    {
        var sources = spec.Tuples.Select(tuple => tuple.Source?.Address).OfType<IPAddress>().Distinct().ToList();
        var timeout = Milliseconds(spec.TimeoutSeconds);
        var text = new StringBuilder($$"""
            user root;
            daemon off;
            master_process off;
            pid nginx.pid;
            error_log {{Syslog}},tag={{NginxLog.ErrorTag}} error;
            error_log /dev/null emerg;

            events {
                worker_connections {{descriptors}};
            }

            http {
                log_format repro '{{NginxLog.Format}}';
                access_log {{Syslog}},tag={{NginxLog.AccessTag}} repro;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;

            """);
        if (sources.Count > 1)
        {
            text.Append(Sources(sources));
        }

        text.Append($"    upstream {Upstream} {{\n");
        foreach (var target in Servers(spec))
        {
            // One failure must not take a server out of use: max_fails=1 is the default.
            text.Append($"        server {target} max_fails=0;\n");
        }

        if (spec.KeepAlive is { } pool)
        {
            text.Append($"        keepalive {pool.Connections};\n");
            text.Append($"        keepalive_requests {pool.Requests};\n");
            text.Append($"        keepalive_timeout {Milliseconds(pool.IdleSeconds)};\n");
        }

        text.Append($$"""
                }

                server {
                    listen {{spec.Listen}} backlog=65535;
                    location / {
                        proxy_pass http://{{Upstream}};
                        proxy_connect_timeout {{timeout}};
                        proxy_send_timeout {{timeout}};
                        proxy_read_timeout {{timeout}};

            """);
        text.Append(Retries(spec.Retries));
        if (spec.Transparent)
        {
            text.Append("            proxy_bind $remote_addr transparent;\n");
        }
        else if (sources.Count > 0)
        {
            text.Append($"            proxy_bind {(sources.Count > 1 ? "$source" : sources[0])};\n");
        }

        // Said in any case: the default was 1.0 with close until 1.29.7.
        text.Append(spec.Http10
            ? "            proxy_http_version 1.0;\n            proxy_set_header Connection close;\n"
            : "            proxy_http_version 1.1;\n            proxy_set_header Connection \"\";\n");
        return text.Append("        }\n    }\n}\n").ToString();
    }

    // A target that comes several times does so for its sources, or for the turn of the clients, which is to be kept.
    private static IEnumerable<Endpoint> Servers(ProxySpec spec)
    {
        var targets = spec.Tuples.Select(tuple => tuple.Target);
        return spec.Transparent ? targets : targets.Distinct();
    }

    private static string Retries(int retries) => retries == 0
        ? "            proxy_next_upstream off;\n"
        : $"            proxy_next_upstream error timeout;\n            proxy_next_upstream_tries {retries + 1};\n";

    // Servers are taken in turn, and sources by chance: nginx has no turn that is not a server's.
    private static string Sources(List<IPAddress> sources)
    {
        var share = (100.0 / sources.Count).ToString("0.##", CultureInfo.InvariantCulture);
        var lines = sources.Select((source, index) => $"        {(index < sources.Count - 1 ? $"{share}%" : "*")} {source};\n");
        return $"    split_clients \"$remote_addr:$remote_port$msec\" $source {{\n{string.Concat(lines)}    }}\n";
    }

    private static string Milliseconds(double seconds) => $"{(long)Math.Max(1, Math.Round(seconds * 1000))}ms";
}
