using Repro.Proxies.Nginx;
using Repro.Traffic;

namespace Repro.Tests.Proxies.Nginx;

public sealed class NginxConfigurationTests
{
    [Fact]
    public void A_connection_per_request_and_no_second_try_unless_told() => Assert.Equal(
        """
        user root;
        daemon off;
        master_process off;
        pid nginx.pid;
        error_log syslog:server=127.0.0.1:5514,nohostname,tag=repro_error error;
        error_log /dev/null emerg;

        events {
            worker_connections 4096;
        }

        http {
            log_format repro '$connection $msec $status $request_time $upstream_addr';
            access_log syslog:server=127.0.0.1:5514,nohostname,tag=repro_access repro;
            client_body_temp_path body;
            proxy_temp_path proxy;
            fastcgi_temp_path fastcgi;
            uwsgi_temp_path uwsgi;
            scgi_temp_path scgi;
            upstream backends {
                server 198.18.0.6:81 max_fails=0;
                server 198.18.0.7:81 max_fails=0;
            }

            server {
                listen 198.18.0.5:80 backlog=65535;
                location / {
                    proxy_pass http://backends;
                    proxy_connect_timeout 5000ms;
                    proxy_send_timeout 5000ms;
                    proxy_read_timeout 5000ms;
                    proxy_next_upstream off;
                    proxy_http_version 1.1;
                    proxy_set_header Connection "";
                }
            }
        }

        """,
        NginxConfiguration.Render(ProxySpecs.Plain, 4096));

    [Fact]
    public void One_source_is_bound_to_and_several_are_taken_by_chance()
    {
        var one = ProxySpecs.Plain with
        {
            Tuples = [new OpenerSpec.Tuple(Endpoint.Parse("198.18.0.5:0"), Endpoint.Parse("198.18.0.6:81"))],
        };
        Assert.Contains("            proxy_bind 198.18.0.5;\n", NginxConfiguration.Render(one, 4096), StringComparison.Ordinal);

        var several = NginxConfiguration.Render(ProxySpecs.TwoSources, 4096);
        Assert.Contains(
            "    split_clients \"$remote_addr:$remote_port$msec\" $source {\n        50% 198.18.0.5;\n        * 198.18.0.8;\n    }\n",
            several,
            StringComparison.Ordinal);
        Assert.Contains("            proxy_bind $source;\n", several, StringComparison.Ordinal);
        Assert.Equal(2, several.Split("        server 198.18.").Length - 1);
    }

    [Fact]
    public void Addresses_of_IPv6_stand_in_brackets_where_a_port_follows()
    {
        var text = NginxConfiguration.Render(ProxySpecs.Ipv6, 4096);

        Assert.Contains("        listen [2001:2::5]:80 backlog=65535;\n", text, StringComparison.Ordinal);
        Assert.Contains("        server [2001:2::6]:81 max_fails=0;\n", text, StringComparison.Ordinal);
        Assert.Contains("        50% 2001:2::5;\n        * 2001:2::8;\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Clients_addresses_have_a_word_and_the_order_of_the_targets_is_kept()
    {
        var text = NginxConfiguration.Render(ProxySpecs.Transparent, 4096);

        Assert.Contains("            proxy_bind $remote_addr transparent;\n", text, StringComparison.Ordinal);
        Assert.Contains(
            """
                    server 198.18.0.6:81 max_fails=0;
                    server 198.18.0.7:81 max_fails=0;
                    server 198.18.0.7:81 max_fails=0;
                    server 198.18.0.6:81 max_fails=0;

            """,
            text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Kept_connections_and_retries_have_their_words()
    {
        var text = NginxConfiguration.Render(ProxySpecs.Plain with { KeepAlive = new KeepAliveSpec(64, 1.5, 100), Retries = 1 }, 4096);

        Assert.Contains(
            "        keepalive 64;\n        keepalive_requests 100;\n        keepalive_timeout 1500ms;\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "            proxy_http_version 1.1;\n            proxy_set_header Connection \"\";\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "            proxy_next_upstream error timeout;\n            proxy_next_upstream_tries 2;\n", text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "B7")]
    public void HTTP_1_0_is_said_with_its_word_for_closing() => Assert.Contains(
        "            proxy_http_version 1.0;\n            proxy_set_header Connection close;\n",
        NginxConfiguration.Render(ProxySpecs.Plain with { Http10 = true }, 4096),
        StringComparison.Ordinal);

    [Fact]
    public void It_is_started_with_its_configuration_and_a_folder_of_its_own() =>
        Assert.Equal(["-p", "/x", "-c", "/x/nginx.conf"], new NginxKind().Arguments("/x/nginx.conf", "/x"));
}
