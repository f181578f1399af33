using Repro.Labs.Netns;

namespace Repro.Tests.Labs.Netns;

/// <summary>The script on files of a test's own, which take what sysctls take.</summary>
public sealed class SysctlScriptTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("repro-");

    public SysctlScriptTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "the script is for a Linux host");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Each_is_written_and_read_back_and_of_one_that_is_not_there_nothing_is_said()
    {
        var (first, second, absent) = (Existing("first"), Existing("second"), Path.Combine(folder.FullName, "absent"));
        var (exitCode, output, errors) = await Subprocess.RunAsync(
            "sh", ["-c", SysctlScript.Write, "sh", first, "1", absent, "2", second, "32768\t60999"], "", CancellationToken.None);

        Assert.Equal((0, ""), (exitCode, errors));
        var read = SysctlScript.Read(output);
        Assert.Equal(("1", "32768 60999"), (read[first], read[second]));
        Assert.DoesNotContain(absent, read.Keys);
    }

    [Fact]
    public void Read_ASysctlThatIsEmpty_IsThere() =>
        Assert.Equal("", SysctlScript.Read("/proc/sys/net/ipv4/ip_local_reserved_ports \n")["/proc/sys/net/ipv4/ip_local_reserved_ports"]);

    private string Existing(string name)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, "");
        return path;
    }
}
