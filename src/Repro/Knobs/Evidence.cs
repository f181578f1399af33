using System.Text.Json.Serialization;

namespace Repro.Knobs;

/// <summary>What a run shows of a knob.</summary>
/// <param name="Id">What was looked at, in kebab-case; of a sysctl or a socket option that was read back, its name.</param>
/// <param name="Acted">Whether the knob did what it is for; of a readback, whether it is what was written.</param>
/// <param name="Text">What was observed.</param>
public sealed record Evidence(string Id, bool Acted, string Text)
{
    /// <summary>Whether it is that of a sysctl of the hosts whose ports run out, as it reads back; other hosts have some too.</summary>
    [JsonIgnore]
    public bool IsSysctl { get; private init; }

    internal static Evidence OfSysctl(Readback readback) => Of(readback) with { IsSysctl = true };

    internal static Evidence Of(Readback readback) =>
        new(readback.Name, readback.Read == readback.Asked, $"{readback.Name} reads {readback.Read ?? "nothing"}");
}
