namespace Repro.Traffic;

/// <summary>An option of a socket, a number.</summary>
/// <param name="Name">Its name in the manual pages, like <c>SO_REUSEADDR</c>.</param>
/// <param name="Level">Its level, of setsockopt(2).</param>
/// <param name="Number">Its number there.</param>
/// <param name="Value">What it is set to.</param>
internal sealed record SocketOption(string Name, int Level, int Number, int Value);
