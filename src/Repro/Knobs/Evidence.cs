using System.Text.Json.Serialization;

namespace Repro.Knobs;

/// <summary>What a run shows of a knob.</summary>
/// <param name="Id">What was looked at, in kebab-case; of a sysctl that was read back, its name.</param>
/// <param name="Acted">Whether the knob did what it is for; of a readback, whether it is what was written.</param>
/// <param name="Text">What was seen.</param>
public sealed record Evidence(string Id, bool Acted, string Text)
{
    /// <summary>Whether it shows that a sysctl was set, and not yet that it acted.</summary>
    [JsonIgnore]
    public bool IsReadback { get; private init; }

    internal static Evidence Of(SysctlReadback readback) =>
        new(readback.Name, readback.Read == readback.Asked, $"{readback.Name} reads {readback.Read ?? "nothing"}") { IsReadback = true };
}
