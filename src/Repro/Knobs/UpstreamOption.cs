namespace Repro.Knobs;

/// <summary>An option that this program sets on its sockets towards the backends, before bind() and connect().</summary>
/// <param name="Name">Its name in the manual pages, like <c>SO_REUSEADDR</c>.</param>
/// <param name="Level">Its level, of setsockopt(2).</param>
/// <param name="Number">Its number there.</param>
/// <param name="Value">What it is set to.</param>
internal readonly record struct UpstreamOption(string Name, int Level, int Number, int Value)
{
    /// <summary>SOL_SOCKET.</summary>
    public const int OfSocket = 1;
}
