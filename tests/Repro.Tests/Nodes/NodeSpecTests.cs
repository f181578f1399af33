using System.Text.Json;
using Repro.Nodes;
using Repro.Physics;
using Repro.Traffic;

namespace Repro.Tests.Nodes;

public sealed class NodeSpecTests
{
    [Fact]
    public void A_node_understands_everything_that_a_proxy_can_be_told()
    {
        var spec = new NodeSpec
        {
            Host = "proxy",
            SamplingPhase = 0.5,
            Proxy = new ProxySpec
            {
                Listen = Endpoint.Parse("198.18.0.1:80"),
                Tuples =
                [
                    new OpenerSpec.Tuple(Endpoint.Parse("198.18.0.1:0"), Endpoint.Parse("198.18.0.2:81")),
                    new OpenerSpec.Tuple(null, Endpoint.Parse("[2001:2::2]:82")),
                ],
                TimeoutSeconds = 5,
                Bind = BindKind.Port,
                SocketPorts = new PortWindow(33000, 65535),
                KeepAlive = new KeepAliveSpec(8, 1.5, 100),
                Options = [new SocketOption("SO_REUSEADDR", 1, 2, 1)],
                Http10 = true,
                BackendClosesFirst = true,
                Abort = true,
                Retries = 2,
            },
            LogOf = "haproxy",
        };

        Assert.EquivalentWithExclusions(spec, AsRead(spec), strict: true, OtherForms);
    }

    [Fact]
    public void What_a_proxy_is_not_told_is_not_set()
    {
        const string Told = """
            {"host":"proxy","samplingPhase":0,"proxy":{"listen":"198.18.0.1:80","tuples":[],"timeoutSeconds":5}}
            """;
        var spec = JsonSerializer.Deserialize(Told, NodeJson.Default.NodeSpec)!;

        Assert.Empty(spec.Proxy!.Options);
        Assert.Empty(spec.Prefill);
    }

    [Fact]
    public void A_node_understands_everything_that_a_client_can_be_told()
    {
        var spec = new NodeSpec
        {
            Host = "client-2",
            SamplingPhase = 0.25,
            Client = new ClientSpec
            {
                Tuples = [new OpenerSpec.Tuple(Endpoint.Parse("198.18.0.1:0"), Endpoint.Parse("198.18.0.2:81"))],
                TimeoutSeconds = 5,
                Arrivals = new ArrivalLaw { RatePerSecond = 100, DurationSeconds = 2 },
                Index = 1,
                Clients = 4,
                Bind = BindKind.NoPort,
                KeepAlive = new KeepAliveSpec(8, 1.5, 100),
                Retries = 2,
            },
            Prefill = [32768, 32770],
        };

        Assert.EquivalentWithExclusions(spec, AsRead(spec), strict: true, OtherForms);
    }

    [Fact]
    public void A_node_understands_everything_that_a_backend_can_be_told()
    {
        var spec = new NodeSpec
        {
            Host = "backend-1",
            SamplingPhase = 0,
            Backend = new BackendSpec([Endpoint.Parse("198.18.0.2:81")], 64)
            {
                DelaySeconds = 0.25,
                Closes = AnswerEnd.Closes,
                FinDelaySeconds = 3,
            },
        };

        Assert.EquivalentWithExclusions(spec, AsRead(spec), strict: true, OtherForms);
    }

    // An end of a connection is its name; what else it knows is that in other forms, of which IPAddress has properties that throw.
    private static readonly string[] OtherForms =
        [.. from end in (string[])
            [
                "Proxy.Listen", "Opener.Listen", "Backend.Listen[]", .. OfTuples("Proxy"), .. OfTuples("Client"), .. OfTuples("Opener"),
            ]
            from form in (string[])["Address", "Kernel"]
            select $"{end}.{form}"];

    private static string[] OfTuples(string opener) => [$"{opener}.Tuples[].Source", $"{opener}.Tuples[].Target"];

    private static NodeSpec? AsRead(NodeSpec spec) =>
        JsonSerializer.Deserialize(JsonSerializer.Serialize(spec, NodeJson.Default.NodeSpec), NodeJson.Default.NodeSpec);
}
