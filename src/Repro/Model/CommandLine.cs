namespace Repro.Model;

/// <summary>A program and its arguments, word by word; two of the same words are the same.</summary>
/// <param name="Words">The program, and then each argument; at least one.</param>
public sealed record CommandLine(IReadOnlyList<string> Words)
{
    /// <summary>The program: its name on the PATH, or its path.</summary>
    internal string Program => Words[0];

    /// <summary>Its name, without a path.</summary>
    internal string Name => Path.GetFileName(Program);

    /// <inheritdoc/>
    public bool Equals(CommandLine? other) => other is not null && Words.SequenceEqual(other.Words);

    /// <inheritdoc/>
    public override int GetHashCode() => Words.Aggregate(0, (hash, word) => HashCode.Combine(hash, word));
}
