using System.Diagnostics;

namespace Repro.LabTests;

/// <summary>A machine without any font draws what every machine draws.</summary>
[Trait("Category", "Netns")]
public sealed class FontlessTests : IDisposable
{
    private static readonly string Example = Tests.RepositoryRoot.PathOf("results", "example");

    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task A_report_made_without_fonts_has_the_pictures_of_the_one_that_ships()
    {
        await Requirement.NetnsAsync();
        // An ordinary user's mounts of his own hide the fonts from the program alone.
        const string Hidden = "for place in /usr/share/fonts /usr/local/share/fonts /etc/fonts; do [ ! -d $place ] || mount -t tmpfs none "
            + "$place || exit 99; done; ";
        using var process = Process.Start(new ProcessStartInfo(
            "unshare",
            ["--user", "--map-root-user", "--mount", "sh", "-c", Hidden
                + "exec \"$@\"", "sh", Program.Path, "report", Example, "--out", scratch.Path("report")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, $"{await output}\n{await errors}");
        var pictures = Directory.GetFiles(Path.Combine(Example, "charts"));
        Assert.NotEmpty(pictures);
        Assert.All(pictures, picture => Assert.Equal(
            File.ReadAllBytes(picture), File.ReadAllBytes(Path.Combine(scratch.Path("report"), "charts", Path.GetFileName(picture)))));
    }
}
