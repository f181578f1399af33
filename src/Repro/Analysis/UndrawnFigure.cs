namespace Repro.Analysis;

/// <summary>A figure that could not be drawn.</summary>
/// <param name="Name">Which one: as its file is called, or the case that it is of.</param>
/// <param name="Reason">Why it could not be.</param>
public sealed record UndrawnFigure(string Name, string Reason);
