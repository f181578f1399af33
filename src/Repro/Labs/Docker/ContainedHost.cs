using System.Net;
using System.Text.Json;
using Repro.Linux;

namespace Repro.Labs.Docker;

/// <summary>What runs first in a container: it finishes setting up the host, says how it came up, and ends with its run.</summary>
public static class ContainedHost
{
    /// <summary>The argument that says that this process is the first one of a container.</summary>
    public const string Mark = "--contained";

    private const string Interface = "eth0";
    private const int SilentExitCode = 128 + 1; // as a hang-up would

    /// <summary>Sets the host up as the first line of the input says.</summary>
    /// <returns>What the role reads from: the rest of the input, for as long as the run is heard.</returns>
    /// <param name="input">The container's standard input.</param>
    /// <param name="output">Its standard output.</param>
    /// <param name="time">The clock.</param>
    public static TextReader SetUp(TextReader input, TextWriter output, TimeProvider time)
    {
        if (input.ReadLine() is not { } line || JsonSerializer.Deserialize(line, HostJson.Default.HostSetup) is not { } setup)
        {
            throw new ReproException(
                FailureKind.BadInput, "a container needs to be told its host on standard input", "Containers are started by repro run.");
        }

        var problem = setup.Addresses
            .Select(address => (Address: address, Error: InterfaceAddress.Add(Interface, IPAddress.Parse(address), setup.PrefixLength)))
            .Where(added => added.Error is not null)
            .Select(added => $"{added.Address} could not be added to {Interface}: {added.Error}")
            .FirstOrDefault();
        var sysctls = setup.Sysctls
            .Select(name => (Name: name, Value: SysctlFile.Read(name)))
            .Where(read => read.Value is not null)
            .ToDictionary(read => read.Name, read => read.Value!);
        output.WriteLine(
            JsonSerializer.Serialize(new HostReadback(sysctls, ListenerTable.InLocalRange(), problem), HostJson.Default.HostReadback));
        output.Flush();
        return new HeartbeatReader(input, () => ImmediateExit.Now(SilentExitCode), time);
    }
}
