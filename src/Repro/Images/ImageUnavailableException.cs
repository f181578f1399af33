namespace Repro.Images;

/// <summary>An image can't be made in this way here; another way may be open.</summary>
/// <param name="problem">Why, as a clause that others can follow.</param>
/// <param name="remedy">What to do about it.</param>
internal sealed class ImageUnavailableException(string problem, string remedy) : ReproException(FailureKind.NoLab, problem, remedy);
