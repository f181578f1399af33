namespace Repro.Expectations;

/// <summary>What a figure is counted in, and so how what is expected of it is written.</summary>
internal enum FigureUnit
{
    /// <summary>A word.</summary>
    Verdict,

    /// <summary>Seconds.</summary>
    Duration,

    /// <summary>Per second.</summary>
    Rate,

    /// <summary>A whole number.</summary>
    Count,

    /// <summary>A number that need not be whole: a ratio, or processors.</summary>
    Number,
}
