using System.Runtime.InteropServices;
using Repro.Cli;
using Repro.Images;

namespace Repro.Tests.Images;

public sealed class ProgramFilesTests
{
    [Fact]
    public void What_lies_beside_the_program_is_not_the_program()
    {
        var folder = Directory.CreateTempSubdirectory("repro-");
        string[] own = ["Repro.Core.dll", "libcoreclr.so", "repro", "repro.deps.json", "repro.dll", "repro.runtimeconfig.json"];
        foreach (var name in (string[])[.. own, "Repro.Core.pdb", "Repro.Core.xml", "secrets.json", "notes", "scenario.yaml"])
        {
            File.WriteAllText(Path.Combine(folder.FullName, name), "");
        }

        folder.CreateSubdirectory("results");
        var files = new ProgramFiles(folder.FullName);
        Assert.Equal(own, files.Own.Select(Path.GetFileName));
        Assert.True(files.IsSelfContained);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void The_program_that_runs_is_told_by_its_assemblies_and_its_runtime() => Assert.Equal(
        [typeof(ExitCode).Module.ModuleVersionId, typeof(ProgramFiles).Module.ModuleVersionId],
        ProgramFiles.Running.Identity.Take(2).Select(Guid.Parse));

    [SkippableFact]
    public void The_runtime_is_the_one_that_runs_laid_out_as_its_host_looks_for_it()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "it is for an image of Linux's files");
        var files = ProgramFiles.Runtime();

        Assert.All(files, file => Assert.True(File.Exists(file.File), file.File));
        Assert.Contains($"host/fxr/{Environment.Version}/libhostfxr.so", files.Select(file => file.Path));
        Assert.Contains(
            ($"shared/Microsoft.NETCore.App/{Environment.Version}/libcoreclr.so", $"{RuntimeEnvironment.GetRuntimeDirectory()}libcoreclr.so"),
            files);
    }
}
