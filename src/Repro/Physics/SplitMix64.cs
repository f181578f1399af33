namespace Repro.Physics;

/// <summary>
/// Steele, Lea and Flood's SplitMix64: the same sequence on every runtime, which <see cref="Random"/> does not promise for a seed.
/// </summary>
internal struct SplitMix64(ulong seed)
{
    private const double Unit = 1.0 / (1UL << 53);

    private ulong state = seed;

    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextUnit() => (Next() >> 11) * Unit;

    /// <summary>Uniform in 0 … 7.</summary>
    public int NextBelow8() => (int)(Next() >> 61);
}
