using System.Runtime.InteropServices;
using Repro.Cli;
using Repro.Images;

namespace Repro.Tests.Images;

public sealed class ProgramFilesTests
{
    [Fact]
    public void What_lies_beside_the_program_and_what_only_drives_runs_is_not_for_nodes()
    {
        var folder = Directory.CreateTempSubdirectory("repro-");
        string[] node =
            ["Microsoft.Win32.Primitives.dll", "Repro.Core.dll", "libcoreclr.so", "repro", "repro.dll", "repro.runtimeconfig.json"];
        string[] others =
        [
            "Docker.DotNet.Unix.dll", "Docker.DotNet.dll", "Microsoft.Extensions.Logging.Abstractions.dll",
            "Microsoft.Net.Http.Client.dll", "Repro.Core.pdb",
            "Repro.Core.xml", "notes", "repro.deps.json", "scenario.yaml", "secrets.json",
        ];
        foreach (var name in (string[])[.. node, .. others])
        {
            File.WriteAllText(Path.Combine(folder.FullName, name), "");
        }

        folder.CreateSubdirectory("results");
        var files = new ProgramFiles(folder.FullName);
        Assert.Equal(node, files.OfNode.Select(Path.GetFileName));
        Assert.True(files.IsSelfContained);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_program_that_is_one_file_is_all_that_a_node_needs_and_told_by_what_is_in_it()
    {
        var folder = Directory.CreateTempSubdirectory("repro-");
        string Write(string name, string text)
        {
            var path = Path.Combine(folder.FullName, name);
            File.WriteAllText(path, text);
            return path;
        }

        var program = Write("repro", "one build");
        Write("libSkiaSharp.so", "");
        var files = new ProgramFiles(folder.FullName);
        Assert.True(files.IsSelfContained);
        Assert.Equal([program], files.OfNode);
        var identity = files.Identity;
        Assert.Equal(identity, files.Identity);
        Write("repro", "another");
        Assert.NotEqual(identity, files.Identity);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void An_image_that_is_built_by_hand_leaves_out_the_same() => Assert.Equal(
        [.. ProgramFiles.NotForNodes.Select(start => $"publish/{start}*"), "publish/repro.deps.json"],
        File.ReadLines(RepositoryRoot.PathOf("lab", ".dockerignore")).Where(line => !line.StartsWith('#')));

    [Fact]
    public void The_program_that_runs_is_told_by_its_assemblies_and_its_runtime() => Assert.Equal(
        [typeof(ExitCode).Module.ModuleVersionId, typeof(ProgramFiles).Module.ModuleVersionId],
        ProgramFiles.Running.Identity.Take(2).Select(Guid.Parse));

    [Fact]
    public void The_runtime_is_the_one_that_runs_laid_out_as_its_host_looks_for_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "it is for an image of Linux's files");
        var files = ProgramFiles.Runtime();

        Assert.All(files, file => Assert.True(File.Exists(file.File), file.File));
        Assert.Contains($"host/fxr/{Environment.Version}/libhostfxr.so", files.Select(file => file.Path));
        Assert.Contains(
            (
                $"shared/Microsoft.NETCore.App/{Environment.Version}/libcoreclr.so",
                $"{RuntimeEnvironment.GetRuntimeDirectory()}libcoreclr.so"),
            files);
    }
}
