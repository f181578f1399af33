using System.Diagnostics;
using System.Net.Sockets;
using Repro.Cli;

namespace Repro.Tests.Cli;

public sealed class ScenarioTextTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("repro-text-").FullName;

    [Fact]
    [Trait("Fault", "C11")]
    public void A_directory_is_said_to_be_one() => Assert.Equal($"The scenario {folder} is a directory.", Refusal(folder).Message);

    [Fact]
    [Trait("Fault", "C5")]
    public void A_device_is_not_read()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "devices are Linux's");
        Assert.Equal("The scenario /dev/zero is a device.", Refusal("/dev/zero").Message);
    }

    [Fact]
    [Trait("Fault", "C5")]
    public void A_pipe_is_not_waited_for_and_the_way_around_is_told()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pipes with names are Unix's");
        var pipe = Path.Combine(folder, "pipe");
        using (var mkfifo = Process.Start("mkfifo", pipe))
        {
            mkfifo.WaitForExit();
        }

        var refusal = Refusal(pipe);
        Assert.Equal($"The scenario {pipe} is a pipe.", refusal.Message);
        Assert.Contains("standard input: -", refusal.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "C5")]
    public void A_socket_is_not_read()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sockets with names are Unix's");
        var path = Path.Combine(folder, "socket");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));

        Assert.Equal($"The scenario {path} is a socket.", Refusal(path).Message);
    }

    [Fact]
    [Trait("Fault", "C5")]
    public void A_file_without_an_end_is_read_until_it_is_too_long()
    {
        var path = Path.Combine(folder, "long.yaml");
        using (var file = File.Create(path))
        {
            file.SetLength(1L << 40);
        }

        var (_, _, diagnostics) = ScenarioInput.Load(path, [], MachineCheck.None);
        Assert.Equal("a scenario has 256 KiB at the most", Assert.Single(diagnostics).Message);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static ReproException Refusal(string path) => Assert.Throws<ReproException>(() => ScenarioText.Read(path));
}
