namespace Repro.Charts;

/// <summary>A figure: its file's name without an ending, what it says, and the drawing.</summary>
/// <param name="Name">Name of the file without its ending.</param>
/// <param name="Drawing">The drawing.</param>
internal sealed record Figure(string Name, Svg Drawing);
