namespace Repro.Scenarios;

/// <summary>A key of the conditions with the values that it takes in turn.</summary>
/// <param name="Key">The key with dots, like <c>load.rate</c>.</param>
/// <param name="Points">Its values, in the order of the file.</param>
/// <param name="Position">Where it stands.</param>
public sealed record MatrixAxis(string Key, IReadOnlyList<MatrixPoint> Points, SourcePosition Position);

/// <summary>One value of an axis.</summary>
/// <param name="Value">As the scenario writes it.</param>
/// <param name="Overlay">The conditions with it.</param>
public sealed record MatrixPoint(string Value, ConditionsOverlay Overlay);
