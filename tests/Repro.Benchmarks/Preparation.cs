using Repro.Benchmarks.Lab;
using Repro.Benchmarks.Measuring;

namespace Repro.Benchmarks;

/// <summary>What has to be there before anything is measured: the C reference, and the program as it is published.</summary>
internal static class Preparation
{
    public const string BuiltForm = "built";
    private const string TrimmedForm = "published, trimmed";
    public const string AheadForm = "published, NativeAOT";
    private const double Patience = 900;

    private static readonly (string Form, string Folder, string Property)[] Published =
        [(TrimmedForm, "trimmed", "-p:PublishTrimmed=true"), (AheadForm, "aot", "-p:PublishAot=true")];

    /// <summary>The forms of the program.</summary>
    public static IReadOnlyList<string> Forms { get; } = [BuiltForm, .. Published.Select(one => one.Form)];

    public static IReadOnlyList<ReproProgram> Programs(string work) =>
    [
        new(BuiltForm, Tests.RepositoryRoot.PathOf("src", "Repro.Cli", "bin", "Release", "net10.0", "repro")),
        .. Published.Select(one => new ReproProgram(one.Form, Path.Combine(work, one.Folder, "repro"))),
    ];

    /// <summary>Compiles what of the reference there is a compiler for.</summary>
    public static async Task CompileAsync(string work, Action<string> log)
    {
        var target = Directory.CreateDirectory(Path.Combine(work, "reference")).FullName;
        foreach (var source in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Reference"), "*.c"))
        {
            try
            {
                await Launch.RunAsync(60, "cc", "-O2", "-o", Path.Combine(target, Path.GetFileNameWithoutExtension(source)), source);
            }
            catch (Exception exception) when (exception is IOException or UnmeasurableException)
            {
                log($"{Path.GetFileName(source)}: {exception.Message}");
            }
        }
    }

    /// <summary>Publishes the program; a form that can't be had is left out, and its rows say so.</summary>
    public static async Task PublishAsync(string work, Action<string> log)
    {
        foreach (var (form, folder, property) in Published)
        {
            try
            {
                log($"publishing the program: {form}");
                await Launch.RunAsync(
                    Patience, "dotnet", "publish", Tests.RepositoryRoot.PathOf("src", "Repro.Cli"), "-c", "Release", "-r", "linux-x64",
                    "--self-contained", property,
                    "--artifacts-path", Path.Combine(work, $"{folder}-build"), "-o", Path.Combine(work, folder), "-v", "q");
            }
            catch (Exception exception) when (exception is IOException or TimeoutException or UnmeasurableException)
            {
                log($"{form}: {exception.Message}");
            }
        }
    }
}
