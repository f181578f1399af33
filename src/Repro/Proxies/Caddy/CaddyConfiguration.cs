using Repro.Traffic;

namespace Repro.Proxies.Caddy;

/// <summary>What a proxy is to do, in Caddy's words.</summary>
internal static class CaddyConfiguration
{
    /// <summary>
    /// The configuration. Of a Caddyfile it could not be said before 2.7 that Caddy is to leave no copy of it in the user's home.
    /// </summary>
    /// <param name="spec">What the proxy does. It binds to no address, and its backends close first or are waited for.</param>
    public static string Render(ProxySpec spec)
    {
        var timeout = Milliseconds(spec.TimeoutSeconds);
        var upstreams = spec.Tuples.Select(tuple => $$"""{ "dial": "{{tuple.Target}}" }""");
        var kept = spec.KeepAlive is { } pool
            ? $$"""{ "max_idle_conns": {{pool.Connections}}, "max_idle_conns_per_host": """
                + $$"""{{pool.Connections}}, "idle_timeout": "{{Milliseconds(pool.IdleSeconds)}}" }"""
            : """{ "enabled": false }""";

        // Without a pause between two tries: it would be a quarter of a second.
        return $$"""
            {
              "admin": { "disabled": true, "config": { "persist": false } },
              "logging": {
                "logs": {
                  "default": {
                    "writer": { "output": "net", "address": "udp/{{LogSocket.Address}}" },
                    "encoder": { "format": "json" },
                    "level": "DEBUG",
                    "include": [ "{{CaddyLog.Requests}}", "{{CaddyLog.Attempts}}" ]
                  }
                }
              },
              "apps": {
                "http": {
                  "servers": {
                    "proxy": {
                      "listen": [ "{{spec.Listen}}" ],
                      "automatic_https": { "disable": true },
                      "logs": {},
                      "routes": [
                        {
                          "handle": [
                            {
                              "handler": "reverse_proxy",
                              "upstreams": [
                                {{string.Join(",\n                    ", upstreams)}}
                              ],
                              "load_balancing": { "selection_policy": { "policy": "round_robin" }, "retries": {{spec.Retries}}, "try_interval": "1ns" },
                              "transport": {
                                "protocol": "http",
                                "versions": [ "1.1" ],
                                "dial_timeout": "{{timeout}}",
                                "response_header_timeout": "{{timeout}}",
                                "keep_alive": {{kept}}
                              }
                            }
                          ]
                        }
                      ]
                    }
                  }
                }
              }
            }

            """;
    }

    private static string Milliseconds(double seconds) => $"{(long)Math.Max(1, Math.Round(seconds * 1000))}ms";
}
