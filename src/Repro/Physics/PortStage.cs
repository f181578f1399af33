namespace Repro.Physics;

/// <summary>A port model from a moment on.</summary>
/// <param name="FromSeconds">The moment, in seconds since the load started.</param>
/// <param name="Model">The model. It has as many pools as the one before, and no fewer ports.</param>
/// <param name="IsRefused">Whether nobody listens, so that a connection gives its port back at once.</param>
internal sealed record PortStage(double FromSeconds, PortModel Model, bool IsRefused = false);
