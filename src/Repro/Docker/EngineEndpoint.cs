namespace Repro.Docker;

/// <summary>Where an engine listens.</summary>
/// <param name="Address">As the user knows it: <c>unix:///var/run/docker.sock</c>.</param>
internal abstract record EngineEndpoint(string Address)
{
    private const int DefaultPort = 2375;
    private const int DefaultTlsPort = 2376;

    /// <summary>Reads an address as DOCKER_HOST has it.</summary>
    /// <param name="address">unix://, tcp://, http://, npipe:// or ssh://.</param>
    /// <param name="tls">Whether TLS is asked for, which only tcp:// has.</param>
    /// <param name="context">The context that it is from, if it is.</param>
    /// <exception cref="EngineException">It is none of these.</exception>
    public static EngineEndpoint Parse(string address, bool tls = false, string? context = null)
    {
        var (scheme, rest) = address.Split("://", 2) is [var before, var after] ? (before, after) : ("", address);
        return (scheme, rest) switch
        {
            ("unix", not "") => new UnixEndpoint(rest),
            ("npipe", not "") => new PipeEndpoint(address, rest.Replace('\\', '/').Split('/')[^1]),
            ("ssh", not "") => new CliEndpoint(address, context),
            ("tcp" or "http", not "") when Uri.TryCreate($"tcp://{rest}", UriKind.Absolute, out var uri) && uri.Host.Length > 0 => tls
                ? new CliEndpoint(uri.IsDefaultPort || uri.Port < 0 ? $"tcp://{uri.Host}:{DefaultTlsPort}" : address, context)
                : new TcpEndpoint(address, uri.IdnHost, uri.IsDefaultPort || uri.Port < 0 ? DefaultPort : uri.Port),
            _ => throw new EngineException(
                $"{(context is null ? "DOCKER_HOST" : $"The Docker context {context}")} is {address}, which is not "
                    + "an address of an engine.",
                "Give one of unix:///path/of/the/socket, tcp://host:port or ssh://user@host; for TLS, tcp:// with DOCKER_TLS_VERIFY=1."),
        };
    }
}

/// <summary>A unix socket.</summary>
internal sealed record UnixEndpoint(string Path) : EngineEndpoint($"unix://{Path}");

/// <summary>A port, without TLS.</summary>
internal sealed record TcpEndpoint(string Address, string Host, int Port) : EngineEndpoint(Address);

/// <summary>A named pipe of Windows.</summary>
internal sealed record PipeEndpoint(string Address, string Name) : EngineEndpoint(Address);

/// <summary>An engine that the program docker connects to: over ssh, or with TLS.</summary>
/// <param name="Address">As DOCKER_HOST or the context has it.</param>
/// <param name="Context">The context whose keys it takes; null to go by DOCKER_HOST.</param>
internal sealed record CliEndpoint(string Address, string? Context) : EngineEndpoint(Address)
{
    /// <summary>The program.</summary>
    public string Program { get; init; } = "docker";
}
