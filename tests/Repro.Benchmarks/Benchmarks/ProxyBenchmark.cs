using System.Globalization;
using Repro.Benchmarks.Lab;
using Repro.Benchmarks.Measuring;

namespace Repro.Benchmarks.Benchmarks;

/// <summary>Requests a second through a proxy, a connection for each on both legs.</summary>
internal sealed class ProxyBenchmark : IBenchmark
{
    private const string Own = "repro";
    private const string Ahead = "repro, NativeAOT";
    private static readonly (string Other, double Least)[] Others = [("nginx", 1.0), ("HAProxy tcp", 0.95)];
    private static readonly string Listen = $"{Network.Address(1)}:80";
    private static readonly string Target = $"{Network.Address(2)}:80";

    public string Name => "proxy";

    public string How =>
        "The C closed loop of 64 asks the C server through `repro lab proxy`, nginx (one process, `proxy_http_version 1.1` without "
        + "keep-alive, no log) or HAProxy (mode tcp, one thread). "
        + "Pinned: the proxy has processor 0, client and server have processor 1. Free: the kernel places all three.";

    public async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var rows = new List<Row>();
        foreach (var isPinned in (bool[])[true, false])
        {
            int? proxy = isPinned ? 0 : null;
            int? ends = isPinned ? 1 : null;
            var result = await bench.CompareAsync(
            [
                Proxied(Own, bench.Built),
                Proxied(Ahead, bench.Ahead),
                new("nginx", _ =>
                    MeasureAsync(bench, network => network.Start(1, proxy, "nginx", "-p", bench.Work, "-c", Nginx(bench)), ends)),
                new("HAProxy tcp", _ =>
                    MeasureAsync(bench, network => network.Start(1, proxy, "haproxy", "-db", "-f", Haproxy(bench)), ends)),
            ], cancellationToken);
            var what = $"requests/s through the proxy, a connection per request on both legs, {(isPinned ? "pinned" : "free")}";
            rows.AddRange(Others.Select(other => Compare(result, what, Own, other.Other, other.Least)));
            rows.Add(Compare(result, $"the same proxy, NativeAOT, {(isPinned ? "pinned" : "free")}", Ahead, Own, 1));

            Contender Proxied(string name, ReproProgram program) => new(name, _ => MeasureAsync(
                bench, network => network.Start(1, proxy, program.File, "lab", "proxy", "--listen", Listen, "--target", Target), ends));
        }

        return rows;
    }

    private static Row Compare(Comparison result, string what, string program, string other, double least)
    {
        var (own, beside) = (result[program, "perSecond"], result[other, "perSecond"]);
        var ratio = own.Over(beside);
        var goal = Goal.AtLeast(least, $"× {other}");
        return ratio.IsEmpty
            ? Row.Unmeasured(what, goal, own.IsEmpty ? result.Reason(program) : result.Reason(other))
            : Row.Of(what, $"{other} {beside}", $"{own}: {ratio} ×", goal, ratio.Median);
    }

    private static async Task<Dictionary<string, double>> MeasureAsync(Bench bench, Func<Network, Launch> startProxy, int? ends)
    {
        await using var network = await Network.UpAsync(3);
        await using var server = network.Start(2, ends, bench.Reference("server"), Network.Address(2), "80");
        await server.AwaitLineAsync(line => line == "ready", 10);
        await using var proxy = startProxy(network);
        // It may listen late.
        await network.RunAsync(
            0, null, 20, "sh", "-c",
            $"for i in $(seq 100); do {bench.Reference("client")} closed {Network.Address(1)} 80 1 0.02 | grep -q '\"failed\":0' && exit "
                + "0; sleep 0.1; done; exit 1");
        var output = await network.RunAsync(
            0, ends, 60, bench.Reference("client"), "closed", Network.Address(1), "80", "64",
            bench.Seconds(5, 2).ToString(CultureInfo.InvariantCulture));
        return Numbers.Read(output);
    }

    private static string Nginx(Bench bench) => Write(bench, "nginx.conf", $$"""
        daemon off;
        master_process off;
        user root;
        pid {{bench.Work}}/nginx.pid;
        error_log /dev/null;
        worker_rlimit_nofile 65536;
        events { worker_connections 16384; }
        http {
          access_log off;
          client_body_temp_path {{bench.Work}}/nginx-body;
          proxy_temp_path {{bench.Work}}/nginx-proxy;
          fastcgi_temp_path {{bench.Work}}/nginx-fastcgi;
          uwsgi_temp_path {{bench.Work}}/nginx-uwsgi;
          scgi_temp_path {{bench.Work}}/nginx-scgi;
          server {
            listen {{Listen}} backlog=4096;
            location / { proxy_pass http://{{Target}}; proxy_http_version 1.1; proxy_set_header Connection ""; }
          }
        }
        """);

    private static string Haproxy(Bench bench) => Write(bench, "haproxy.cfg", $"""
        global
          nbthread 1
          maxconn 8000
        defaults
          mode tcp
          timeout connect 5s
          timeout client 5s
          timeout server 5s
        listen all
          bind {Listen} backlog 4096
          server one {Target}

        """);

    private static string Write(Bench bench, string name, string text)
    {
        var path = Path.Combine(bench.Work, name);
        File.WriteAllText(path, text);
        return path;
    }
}
