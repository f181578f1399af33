namespace Repro.Benchmarks.Lab;

/// <summary>
/// Hosts in a row, each linked to the next: <c>198.18.N.1</c> and <c>.2</c> of link N. Made anew for a measurement, so that no TIME_WAIT is
/// left of another.
/// </summary>
internal sealed class Network : IAsyncDisposable
{
    private const double Patience = 30;
    private static int made;
    private readonly int number = Interlocked.Increment(ref made);
    private readonly int hosts;

    private Network(int hosts) => this.hosts = hosts;

    /// <summary>A host's address on the link to the one before it.</summary>
    public static string Address(int host) => $"198.18.{host}.2";

    /// <summary>The interface of a host on the link to the one before it.</summary>
    public static string Interface(int host) => $"to{host - 1}";

    /// <summary>
    /// Brings up so many hosts. Ports are plenty and come back at once, unless <paramref name="keepsPorts"/> says to leave the kernel's
    /// defaults.
    /// </summary>
    public static async Task<Network> UpAsync(int hosts, bool keepsPorts = false)
    {
        var network = new Network(hosts);
        var lines = new List<string> { "set -e" };
        for (var host = 0; host < hosts; host++)
        {
            var name = network.Name(host);
            lines.Add($"ip netns add {name}; ip -n {name} link set lo up");
            var sysctls = "echo reno >/proc/sys/net/ipv4/tcp_congestion_control; echo 262144 >/proc/sys/net/ipv4/tcp_max_tw_buckets;";
            if (!keepsPorts)
            {
                sysctls += "cd /proc/sys/net/ipv4; echo 1024 65535 >ip_local_port_range; echo 1 >tcp_tw_reuse; [ ! -e tcp_tw_reuse_delay "
                    + "] || echo 1 >tcp_tw_reuse_delay;";
            }

            lines.Add($"ip netns exec {name} sh -c '{sysctls}'");
            if (host > 0)
            {
                var before = network.Name(host - 1);
                lines.Add($"ip link add to{host} netns {before} type veth peer name {Interface(host)} netns {name}");
                lines.Add($"ip -n {before} addr add 198.18.{host}.1/24 dev to{host}; ip -n {name} addr add {Address(host)}/24 dev "
                    + $"{Interface(host)}");
                lines.Add($"ip -n {before} link set to{host} up; ip -n {name} link set {Interface(host)} up");
            }
        }

        await Launch.RunAsync(Patience, "sh", "-c", string.Join('\n', lines));
        return network;
    }

    /// <summary>Starts a program in a host; on one processor, or on any where that is null.</summary>
    public Launch Start(int host, int? processor, string program, params IEnumerable<string> arguments) =>
        Launch.Start("ip", [.. In(host, processor), Launch.Find(program), .. arguments]);

    /// <summary>Runs a program in a host to its end.</summary>
    public Task<string> RunAsync(int host, int? processor, double limitSeconds, string program, params IEnumerable<string> arguments) =>
        Launch.RunAsync(limitSeconds, "ip", [.. In(host, processor), Launch.Find(program), .. arguments]);

    public async ValueTask DisposeAsync() => await Launch.RunAsync(
        Patience, "sh", "-c", string.Join('\n', Enumerable.Range(0, hosts).Select(host => $"ip netns del {Name(host)}")));

    // Each of them replaces itself by the next: the process that is started is the program's in the end.
    private string[] In(int host, int? processor) =>
        processor is { } one ? ["netns", "exec", Name(host), "taskset", "-c", $"{one}"] : ["netns", "exec", Name(host)];

    private string Name(int host) => $"bench{number}-{host}";
}
