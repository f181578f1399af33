namespace Repro.Scenarios;

/// <summary>Where in a file something stands.</summary>
/// <param name="File">The file's name as the user gave it, or <c>--set</c>.</param>
/// <param name="Line">Line, from 1; 0 where there are no lines.</param>
/// <param name="Column">Column, from 1; 0 where there are no lines.</param>
public readonly record struct SourcePosition(string File, long Line, long Column)
{
    /// <inheritdoc/>
    public override string ToString() => Line == 0 ? File : $"{File}:{Line}:{Column}";
}

/// <summary>One thing that is wrong with a scenario, or that may be.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
public sealed record Diagnostic(SourcePosition Position, string Message)
{
    /// <summary>Whether the scenario runs all the same.</summary>
    public bool IsWarning { get; init; }

    /// <summary>The form that editors and terminals turn into a link: <c>file:line:column: message</c>.</summary>
    public override string ToString() => $"{Position}: {(IsWarning ? "warning: " : "")}{Message}";
}
