namespace Repro.Images;

/// <summary>The shared libraries of this machine that programs need, as its own loader finds them.</summary>
internal static class NativeLibraries
{
    private static readonly byte[] Magic = [0x7F, (byte)'E', (byte)'L', (byte)'F'];

    /// <summary>All that files need, the loader itself among it, without the files themselves.</summary>
    /// <param name="files">Programs, libraries, and others, which need nothing.</param>
    /// <param name="cancellationToken">Kills ldd.</param>
    /// <returns>Full paths, each where the loader looks for it, if only as a link.</returns>
    public static async Task<IReadOnlyList<string>> OfAsync(IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        // One that the loader can't load, or that needs none, makes ldd fail, and it lists the others all the same.
        var (_, output, _) = await Subprocess.RunAsync("ldd", [.. files.Where(IsElf)], "", cancellationToken);
        return [.. ParseLdd(output).Except(files)];
    }

    /// <summary>The paths that ldd names. What it does not find is optional: the runtime has libraries for tools that few have.</summary>
    /// <remarks>
    /// <c>name => path (address)</c>, or <c>path (address)</c> for the loader, or <c>path => path (address)</c> where that is found
    /// elsewhere.
    /// </remarks>
    public static IEnumerable<string> ParseLdd(string output) => output
        .Split('\n')
        .Where(line => line.StartsWith('\t'))
        .SelectMany(line => WithoutAddress(line.Trim()).Split(" => "))
        .Where(path => path.StartsWith('/'))
        .Distinct();

    private static string WithoutAddress(string line) =>
        line.LastIndexOf(" (0x", StringComparison.Ordinal) is >= 0 and var end ? line[..end] : line;

    private static bool IsElf(string file)
    {
        using var stream = File.OpenRead(file);
        Span<byte> start = stackalloc byte[Magic.Length];
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(Magic);
    }
}
