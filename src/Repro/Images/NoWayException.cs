namespace Repro.Images;

/// <summary>A way to an image that is not open here; another may be.</summary>
/// <param name="problem">Why, as a clause that others can follow.</param>
/// <param name="remedy">What to do about it.</param>
internal sealed class NoWayException(string problem, string remedy) : ReproException(FailureKind.NoLab, problem, remedy);
