namespace Repro.Nodes;

/// <summary>What a host does at a moment of the load.</summary>
/// <param name="AtSeconds">When, since the load started.</param>
/// <param name="Sysctls">What it writes, by the kernel's names.</param>
/// <param name="Serves">Whether its backend ends (false) or is started again (true); null: neither.</param>
internal sealed record NodeStep(double AtSeconds, IReadOnlyDictionary<string, string> Sysctls, bool? Serves);
