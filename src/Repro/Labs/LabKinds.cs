using Repro.Labs.Docker;
using Repro.Labs.Netns;

namespace Repro.Labs;

/// <summary>The kinds of labs that there are. Whoever has the name of one finds it here, or learns which there are.</summary>
public static class LabKinds
{
    /// <summary>All, the one that a run takes unless told first.</summary>
    internal static IReadOnlyList<ILabKind> All { get; } = [new NetnsKind(), new DockerKind()];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(kind => kind.Name)];

    /// <summary>The one that a run takes unless told.</summary>
    public static string Default => Names[0];

    /// <summary>Each with what its hosts are, for help.</summary>
    public static string Help => string.Join("; ", All.Select(kind => $"{kind.Name}: {kind.Summary}"));

    /// <summary>Whether this program has to run inside of a <see cref="Sandbox"/> for the kind of a name.</summary>
    /// <exception cref="ReproException">There is none of this name.</exception>
    public static bool NeedsSandbox(string name) => Of(name).NeedsSandbox;

    /// <summary>The kind of a name.</summary>
    /// <exception cref="ReproException">There is none.</exception>
    internal static ILabKind Of(string name) => All.FirstOrDefault(kind => kind.Name == name) ?? throw new ReproException(
        FailureKind.BadInput, $"There is no lab '{name}'.", $"The labs are: {string.Join(", ", Names)}.");
}
