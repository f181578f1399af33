using Repro.Docker;

namespace Repro.Images;

/// <summary>An image that is to be made.</summary>
/// <param name="Engine">The engine that is to have it.</param>
/// <param name="Kind">What the image is around.</param>
/// <param name="Reference">Its name and tag.</param>
/// <param name="Base">The image to build upon, if the user names one.</param>
/// <param name="Say">Takes what goes on, a line at a time.</param>
internal sealed record ImageBuild(Engine Engine, ImageKind Kind, string Reference, string? Base, Action<string> Say)
{
    /// <summary>How long a registry may take to answer at all.</summary>
    public TimeSpan FirstAnswer { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a pull that has begun may stand still.</summary>
    public TimeSpan Standstill { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The clock of both.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The architecture of the engine's machine, as .NET names it in its runtime identifiers.</summary>
    public string Architecture => Engine.Info.Architecture switch
    {
        "x86_64" or "amd64" => "x64",
        "aarch64" or "arm64" => "arm64",
        var other => other,
    };

    /// <summary>What the image says of itself, for those who list images.</summary>
    public string Labels(ImageSource way, string from, string version) =>
        $"LABEL repro.kind={Kind.Name} repro.version=\"{version}\" repro.way={way.ToString().ToLowerInvariant()} repro.from=\"{from}\"";
}
