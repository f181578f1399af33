using System.Diagnostics;
using System.Globalization;
using Repro.Model;
using Repro.Proxies.Nginx;
using Repro.Sampling;
using Repro.Tests.Traffic;
using Repro.Traffic;

namespace Repro.LabTests;

/// <summary>A real server behind the proxies: whether it closes first is its own decision, by what it is asked.</summary>
[Collection(Calm.Tests)]
public sealed class NginxBackendTests : IDisposable
{
    private const int Requests = 200;
    private const double TimeoutSeconds = 20;

    private readonly TrafficRig rig = new();
    private readonly Scratch scratch = new();
    private readonly List<Process> servers = [];

    public void Dispose()
    {
        rig.Dispose();
        foreach (var server in servers)
        {
            server.Kill();
            server.WaitForExit();
            server.Dispose();
        }

        scratch.Dispose();
    }

    // In HTTP/1.0 the server's FIN comes some microseconds after its answer: now and then a proxy on another processor has closed before.
    [Theory]
    [Trait("Fault", "B7")]
    [InlineData(false, false, 0)]
    [InlineData(false, true, 0.7)]
    [InlineData(true, false, 0)]
    [InlineData(true, true, 0.7)]
    public void With_a_real_nginx_behind_it_TIME_WAIT_is_the_servers_where_the_proxy_asks_it_to_close(
        bool isNginx, bool http10, double leastShareOfTheServer)
    {
        Requirement.Proxies();
        var backend = TrafficRig.Free();
        Start("backend", Server(backend), backend);
        Proxy(
            new ProxySpec
            {
                Listen = rig.ProxyAddress,
                Tuples = [new OpenerSpec.Tuple(null, backend)],
                TimeoutSeconds = TimeoutSeconds,
                Http10 = http10,
                BackendClosesFirst = http10,
            },
            isNginx);

        rig.Load(Requests);

        // Where both close at the same moment, both have one.
        TrafficRig.Await(true, () => TimeWaits(TrafficRig.At(backend)) + TimeWaits(TrafficRig.Towards(backend)) >= Requests);
        Assert.InRange(TimeWaits(TrafficRig.At(backend)), leastShareOfTheServer * Requests, http10 ? Requests : 0);
    }

    private static readonly NginxKind Nginx = new();

    private static string Server(Endpoint listen) => $$"""
        daemon off;
        master_process off;
        pid backend.pid;
        error_log /dev/null emerg;
        events { worker_connections 512; }
        http {
            access_log off;
            client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
            server { listen {{listen}}; location / { return 200 "hi"; } }
        }
        """;

    private static int TimeWaits(string states) =>
        states.Split(' ') is [var count, "TIME_WAIT"] ? int.Parse(count, CultureInfo.InvariantCulture) : 0;

    private void Proxy(ProxySpec spec, bool isNginx)
    {
        if (isNginx)
        {
            Start("proxy", NginxConfiguration.Render(spec, 512), spec.Listen);
        }
        else
        {
            rig.Proxy(spec);
        }
    }

    private void Start(string name, string configuration, Endpoint address)
    {
        var folder = Directory.CreateDirectory(scratch.Path(name)).FullName;
        var file = Path.Combine(folder, Nginx.ConfigurationName);
        File.WriteAllText(file, configuration);
        servers.Add(Process.Start(new ProcessStartInfo(InstalledProgram.PathOf(Nginx.Name)!, Nginx.Arguments(file, folder))
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        })!);
        TrafficRig.Await(true, () => Listens(address));
    }

    private static bool Listens(Endpoint endpoint)
    {
        var found = false;
        using var dump = new SocketDump();
        dump.Read(entry => found |= entry.State == TcpState.Listen && entry.SourcePort == endpoint.Port
            && SocketEntry.Address(entry.Source).Equals(endpoint.Address));
        return found;
    }
}
