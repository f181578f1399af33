using System.Net.Sockets;
using System.Text;
using Repro.Linux;
using Repro.Model;
using Repro.Recording;
using Repro.Sampling;
using Repro.Physics;
using Repro.Traffic;

namespace Repro.Tests.Traffic;

/// <summary>
/// Roles on threads of this process, over addresses of 127/8 and ports that neither another test nor an earlier run uses.
/// </summary>
internal sealed class TrafficRig : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly string Network = $"127.{16 + (Environment.ProcessId / 250 % 200)}.{Environment.ProcessId % 250}";
    private static readonly HashSet<int> Given = [];
    private static int lastPort = 20000;

    private readonly Stack<(IRole Role, RunningRole Running)> roles = [];
    private readonly List<TrafficLine> lines = [];
    private readonly List<Socket> held = [];

    public TrafficRig() => Assert.SkipUnless(OperatingSystem.IsLinux(), "the event loop is Linux's");

    /// <summary>Where the proxy listens.</summary>
    public Endpoint ProxyAddress { get; } = Free();

    /// <summary>A source for outgoing connections.</summary>
    public Endpoint Source { get; } = Endpoint.Parse($"{Network}.2:0");

    /// <summary>What the proxy has counted and told so far.</summary>
    public TrafficLine Counts
    {
        get
        {
            lock (lines)
            {
                return Sum(lines);
            }
        }
    }

    /// <summary>An address and port for a listener.</summary>
    public static Endpoint Free() => Endpoint.Parse($"{Network}.1:{Interlocked.Increment(ref lastPort)}");

    /// <summary>
    /// Ports of the machine's range that nobody has, as many as asked for, and that are given out once. The first is even.
    /// </summary>
    public static PortWindow FreePorts(int count)
    {
        var range = File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range").Split('\t').Select(int.Parse).ToArray();
        var taken = new HashSet<int>();
        using var dump = new SocketDump();
        dump.Read(entry => taken.Add(entry.SourcePort));
        PortWindow window;
        lock (Given)
        {
            taken.UnionWith(Given);
            var first = Enumerable.Range(range[0], range[1] - range[0] - count)
                .First(port => port % 2 == 0 && Enumerable.Range(port, count).All(candidate => !taken.Contains(candidate)));
            window = new PortWindow(first, first + count - 1);
            Given.UnionWith(Enumerable.Range(first, count));
        }

        var problem = LocalEnd.Open(new LocalEnd(null, BindKind.None, window, false), Free(), 0, out var socket);
        new Descriptor(socket).Dispose();
        Assert.SkipWhen(problem?.Name == "open/ENOPROTOOPT", "this kernel has no IP_LOCAL_PORT_RANGE");
        return window;
    }

    /// <summary>Starts a backend, and returns where it listens.</summary>
    public Endpoint Backend(double delay = 0, AnswerEnd closes = AnswerEnd.AsAsked, double finDelay = 0, int bytes = 64, double idle = 0)
    {
        var address = Free();
        Run(new Backend(new BackendSpec([address], bytes)
        {
            DelaySeconds = delay, Closes = closes, FinDelaySeconds = finDelay, IdleSeconds = idle,
        }));
        return address;
    }

    public void Proxy(ProxySpec spec)
    {
        var proxy = new Repro.Traffic.Proxy(spec, new TrafficRecorder("proxy", line =>
        {
            lock (lines)
            {
                lines.Add(line);
            }
        }));
        Run(proxy);
        proxy.Start(EventLoop.Now);
    }

    /// <summary>Sends this many requests with a client, waits until the last has ended, and returns what it has counted.</summary>
    public TrafficLine Load(int requests, Endpoint? target = null, double? timeout = null)
    {
        const double Rate = 200;
        var told = new List<TrafficLine>();
        // What was due while the machine stood still was not sent: it is made up for.
        for (var left = requests; left > 0; left = requests - (int)told.Sum(line => line.Sent))
        {
            using var client = new Client(
                new ClientSpec
                {
                    Tuples = [new OpenerSpec.Tuple(null, target ?? ProxyAddress)],
                    Arrivals = new ArrivalLaw { RatePerSecond = Rate, DurationSeconds = left / Rate },
                    TimeoutSeconds = timeout ?? Patience.TotalSeconds,
                    Index = 0,
                    Clients = 1,
                },
                new TrafficRecorder("client", told.Add));
            client.Start(EventLoop.Now);
            client.Run();
        }

        return Sum(told);
    }

    /// <summary>Sends a request to the proxy; the answer is the caller's to wait for.</summary>
    public Socket Send()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            ReceiveTimeout = (int)Patience.TotalMilliseconds,
        };
        socket.Connect(ProxyAddress.Address, ProxyAddress.Port);
        socket.Send("GET / HTTP/1.1\r\n\r\n"u8);
        return socket;
    }

    /// <summary>Sends this many requests to the proxy, of which nobody reads the answers.</summary>
    public void Hold(int requests) => held.AddRange(Enumerable.Range(0, requests).Select(_ => Send()));

    /// <summary>Sends a request to the proxy, and returns the status and body of the answer.</summary>
    public string Ask()
    {
        using var socket = Send();
        return Answer(socket);
    }

    /// <summary>Reads a whole message, and returns the status and the body.</summary>
    public static string Answer(Socket socket)
    {
        var buffer = new byte[4096];
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            var count = socket.Receive(buffer, length, buffer.Length - length, SocketFlags.None);
            Assert.NotEqual(0, count);
            length += count;
            if (HttpHead.TryParse(buffer.AsSpan(0, length), out var head, out _) && length == head.Length)
            {
                var text = Encoding.ASCII.GetString(buffer, 0, length);
                return $"{head.Status} {text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]}";
            }
        }
    }

    /// <summary>The states of the sockets whose other end is <paramref name="address"/>: <c>2 ESTABLISHED, 1 TIME_WAIT</c>.</summary>
    public static string Towards(Endpoint address) => States(address, entry => (entry.Destination, entry.DestinationPort));

    /// <summary>The states of the sockets whose own end is <paramref name="address"/>, but for the listener's.</summary>
    public static string At(Endpoint address) => States(address, entry => (entry.Source, entry.SourcePort));

    /// <summary>Own ports of the sockets whose other end is <paramref name="endpoint"/>, in order.</summary>
    public static List<int> PortsTowards(Endpoint endpoint)
    {
        var ports = new List<int>();
        using var dump = new SocketDump();
        dump.Read(entry =>
        {
            if (entry.DestinationPort == endpoint.Port && SocketEntry.Address(entry.Destination).Equals(endpoint.Address))
            {
                ports.Add(entry.SourcePort);
            }
        });
        ports.Sort();
        return ports;
    }

    /// <summary>Waits until something is as expected, and fails with what it is where that takes too long.</summary>
    public static void Await<T>(T expected, Func<T> actual)
    {
        _ = SpinWait.SpinUntil(() => Equals(expected, actual()), Patience);
        Assert.Equal(expected, actual());
    }

    public void Dispose()
    {
        // The proxy goes first: a backend that closed before it would be seen by it.
        while (roles.TryPop(out var last))
        {
            using (last.Role)
            {
                last.Running.Dispose();
            }
        }

        held.ForEach(socket => socket.Dispose());
    }

    private static TrafficLine Sum(List<TrafficLine> lines) => new()
    {
        Host = lines.FirstOrDefault()?.Host ?? "",
        Sent = lines.Sum(line => line.Sent),
        Attempts = lines.Sum(line => line.Attempts),
        Connects = lines.Sum(line => line.Connects),
        Ok = lines.Sum(line => line.Ok),
        Failed = lines.SelectMany(line => line.Failed ?? new Dictionary<string, long>())
            .GroupBy(pair => pair.Key, pair => pair.Value)
            .ToDictionary(group => group.Key, group => group.Sum()),
    };

    private static string States(Endpoint endpoint, Func<SocketEntry, (UInt128 Address, int Port)> end)
    {
        var states = new SortedDictionary<string, int>(StringComparer.Ordinal);
        using var dump = new SocketDump();
        dump.Read(entry =>
        {
            var (address, port) = end(entry);
            if (port == endpoint.Port && SocketEntry.Address(address).Equals(endpoint.Address) && entry.State != TcpState.Listen)
            {
                states[entry.State.Name()] = states.GetValueOrDefault(entry.State.Name()) + 1;
            }
        });
        return string.Join(", ", states.Select(pair => $"{pair.Value} {pair.Key}"));
    }

    private void Run(IRole role) => roles.Push((role, new RunningRole(role)));
}
