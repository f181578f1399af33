namespace Repro.Labs.Netns;

/// <summary>The few programs of an ordinary Linux userland that the lab uses.</summary>
internal static class Tool
{
    private static readonly string[] Names = ["unshare", "nsenter", "mount", "ip", "sh"];

    /// <summary>What is not on the PATH.</summary>
    public static IReadOnlyList<string> Missing() => [.. Names.Where(name => Subprocess.Find(name) is null)];
}
