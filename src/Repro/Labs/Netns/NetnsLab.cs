using System.Net;
using System.Net.Sockets;
using System.Text;
using Repro.Linux;

namespace Repro.Labs.Netns;

/// <summary>
/// Hosts as network namespaces, each with one end of a veth pair whose other end is a port of a bridge in a namespace of its own.
/// Lives inside a <see cref="Sandbox"/>, which takes all of it away when the program ends, however it ends.
/// </summary>
/// <param name="name">Sets the lab apart from others in the sandbox.</param>
/// <param name="specs">The hosts.</param>
/// <param name="family">What their addresses are.</param>
internal sealed class NetnsLab(string name, IReadOnlyList<HostSpec> specs, AddressFamily family) : ILab
{
    private const string Interface = "eth0";
    private const string Bridge = "br0";

    // Where the machine filters packets of bridges (br_netfilter), every frame would pay for it.
    private const string SetUpBridge = """
        ip -batch - || exit 1
        if [ -e /proc/sys/net/bridge/bridge-nf-call-iptables ]; then echo 0 >/proc/sys/net/bridge/bridge-nf-call-iptables; fi
        """;

    // The other family is out of the way.
    private const string SetUpIpv4Host = """
        ip -batch - || exit 1
        if [ -e /proc/sys/net/ipv6/conf/all/disable_ipv6 ]; then echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6; fi
        """ + SysctlScript.Write;

    // A namespace may begin as the machine's own is set (net.core.devconf_inherit_init_net). An address is there at once where nobody
    // asks whether somebody else has it; there is no router to ask for either.
    private const string SetUpIpv6Host = $"""
        cd /proc/sys/net/ipv6/conf || exit 1
        for scope in all {Interface}; do
          echo 0 >$scope/disable_ipv6 && echo 0 >$scope/accept_dad && echo 0 >$scope/accept_ra || exit 1
        done
        ip -6 -batch - || exit 1

        """ + SysctlScript.Write;

    // The others are in these.
    private readonly List<HostSpec> homes = [.. specs.Where(spec => spec.In is null)];
    private bool isUp;

    public async Task<IReadOnlyList<LabHost>> UpAsync(CancellationToken cancellationToken)
    {
        isUp = true;
        var (exitCode, _, errors) = await Subprocess.RunAsync("ip", ["-batch", "-"], Links(), cancellationToken);
        if (exitCode != 0)
        {
            throw Failed("joining the hosts", errors);
        }

        await ShellAsync("bridge", SetUpBridge, [], BridgePorts(), cancellationToken);
        var addresses = AddressPlan.For(homes, Subnets.Benchmarks(family), 1);
        var up = await Task.WhenAll(homes.Select((spec, index) =>
            SetUpAsync(
                spec,
                addresses[index],
                [
                    .. StandInRoutes.Of(spec.Name, homes, addresses, Interface),
                    .. PassageRoutes.Of(spec.Name, homes, addresses, Interface),
                ],
                cancellationToken)));
        return [.. specs.Select(spec => LabHost.Of(spec, up))];
    }

    public IHostProcess StartNode(string host, string role) =>
        new LocalProcess("nsenter", [$"--net=/run/netns/{Namespace(host)}", "--", .. ThisProgram.Command, "node", role]);

    public async Task<IHostProcess> StartServerAsync(string host, ServerSpec server, CancellationToken cancellationToken)
    {
        // The folder of the namespaces' names is a file system of the sandbox's own; a name that begins with a dot is nobody's.
        var folder = $"/run/netns/.{Namespace(host)}";
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, server.ConfigurationName);
        await File.WriteAllTextAsync(file, server.Configuration, cancellationToken);
        return new LocalProcess(
            "nsenter",
            [$"--net=/run/netns/{Namespace(host)}", "--", InstalledProgram.PathOf(server.Name)!, .. server.Arguments(file, folder)]);
    }

    public async ValueTask DisposeAsync()
    {
        if (isUp)
        {
            // What a failed UpAsync did not make can't be deleted; the sandbox takes the rest in any case.
            var lines = new StringBuilder().Append("netns del ").AppendLine(Namespace("bridge"));
            foreach (var spec in homes)
            {
                lines.Append("netns del ").AppendLine(Namespace(spec.Name));
            }

            await Subprocess.RunAsync("ip", ["-force", "-batch", "-"], lines.ToString(), CancellationToken.None);
        }
    }

    private string Namespace(string host) => $"{name}.{specs.FirstOrDefault(spec => spec.Name == host)?.In ?? host}";

    private string Links()
    {
        var lines = new StringBuilder().Append("netns add ").AppendLine(Namespace("bridge"));
        for (var i = 0; i < homes.Count; i++)
        {
            lines.Append("netns add ").AppendLine(Namespace(homes[i].Name));
            lines.AppendLine(
                $"link add {Interface} netns {Namespace(homes[i].Name)} type veth peer name port{i} netns {Namespace("bridge")}");
        }

        return lines.ToString();
    }

    private string BridgePorts()
    {
        var lines = new StringBuilder();
        lines.AppendLine($"link add {Bridge} type bridge stp_state 0 forward_delay 0 mcast_snooping 0");
        lines.AppendLine($"link set {Bridge} up");
        for (var i = 0; i < homes.Count; i++)
        {
            lines.AppendLine($"link set port{i} master {Bridge} up");
        }

        return lines.ToString();
    }

    private async Task<LabHost> SetUpAsync(
        HostSpec spec, IReadOnlyList<IPAddress> addresses, IEnumerable<string> routes, CancellationToken cancellationToken)
    {
        var links = new StringBuilder();
        foreach (var address in addresses)
        {
            links.AppendLine($"addr add {address}/{Subnets.Benchmarks(family).PrefixLength} dev {Interface}");
        }

        links.AppendLine($"link set {Interface} up").AppendLine("link set lo up").AppendJoin('\n', routes).AppendLine();
        var asked = NeutralSysctls.Under(spec.Sysctls);

        var output = await ShellAsync(
            spec.Name,
            family == AddressFamily.InterNetworkV6 ? SetUpIpv6Host : SetUpIpv4Host,
            [.. asked.SelectMany(pair => new[] { SysctlFile.PathOf(pair.Key), pair.Value })],
            links.ToString(),
            cancellationToken);
        var read = SysctlScript.Read(output);
        return new LabHost(
            spec.Name,
            addresses,
            [.. asked.Select(pair => new SysctlReadback(pair.Key, pair.Value, read.GetValueOrDefault(SysctlFile.PathOf(pair.Key))))]);
    }

    private async Task<string> ShellAsync(
        string host, string script, IReadOnlyList<string> arguments, string input, CancellationToken cancellationToken)
    {
        var (exitCode, output, errors) = await Subprocess.RunAsync(
            "nsenter", [$"--net=/run/netns/{Namespace(host)}", "--", "sh", "-c", script, "sh", .. arguments], input, cancellationToken);
        return exitCode == 0 ? output : throw Failed($"setting up {host}", errors);
    }

    private static ReproException Failed(string step, string errors) => new(
        FailureKind.NoLab,
        $"{step} failed: {errors}",
        NamespaceRemedy.Of(
            errors, "The kernel may lack veth or bridge support (modules veth and bridge): load them as root (modprobe veth bridge), and "
                + "try again."));
}
