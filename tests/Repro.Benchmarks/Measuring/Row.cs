namespace Repro.Benchmarks.Measuring;

/// <summary>A line of the page.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Beside">What stands beside it, with its own figures.</param>
/// <param name="Measured">What it came to.</param>
/// <param name="Goal">What it should come to.</param>
/// <param name="Verdict">Whether it does, or why that is not known.</param>
internal sealed record Row(string What, string Beside, string Measured, string Goal, string Verdict)
{
    public static Row Of(string what, string beside, string measured, Goal goal, double value) =>
        new(what, beside, measured, goal.Text, double.IsNaN(value) ? "not measured" : goal.IsMet(value) ? "met" : "**not met**");

    public static Row Unmeasured(string what, Goal goal, string reason) => new(what, "", "", goal.Text, $"not measured: {reason}");
}
