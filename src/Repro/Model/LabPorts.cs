namespace Repro.Model;

/// <summary>
/// The ports that the lab itself listens on: below every local range, so that none of them is one of those that run out. Backends open no
/// connections.
/// </summary>
internal static class LabPorts
{
    /// <summary>The proxy's.</summary>
    public const int Proxy = 80;

    /// <summary>The first of a backend's.</summary>
    public const int FirstBackend = 81;

    /// <summary>The most that a backend has.</summary>
    public const int MostOfBackend = 64;

    /// <summary>From here on ports are a scenario's.</summary>
    public const int FirstFree = FirstBackend + MostOfBackend;
}
