using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Repro.Docker;

/// <summary>
/// Which engine the user means, by the rules of the docker command line; then by where rootless engines and Podman listen.
/// </summary>
internal static class EndpointSearch
{
    private const string DefaultSocket = "/var/run/docker.sock";
    private const string DefaultPipe = "npipe:////./pipe/docker_engine";
    private const string DefaultContext = "default";

    private static readonly string[] KeyFiles = ["ca.pem", "cert.pem", "key.pem"];

    /// <summary>DOCKER_HOST, else DOCKER_CONTEXT, else the current context, else the first default socket that exists.</summary>
    /// <exception cref="EngineException">What is set makes no sense.</exception>
    public static EngineEndpoint Find(EngineEnvironment environment)
    {
        if (Variable(environment, "DOCKER_HOST") is { } host)
        {
            var tls = Variable(environment, "DOCKER_TLS_VERIFY")
                ?? Variable(environment, "DOCKER_TLS") ?? Variable(environment, "DOCKER_CERT_PATH");
            return EngineEndpoint.Parse(host, tls is not null);
        }

        var folder = Variable(environment, "DOCKER_CONFIG") ?? Path.Combine(environment.Home, ".docker");
        return (Variable(environment, "DOCKER_CONTEXT") ?? CurrentContext(environment, folder)) is { } context && context != DefaultContext
            ? OfContext(environment, folder, context)
            : Default(environment);
    }

    private static EngineEndpoint Default(EngineEnvironment environment)
    {
        if (environment.IsWindows)
        {
            return EngineEndpoint.Parse(DefaultPipe);
        }

        List<string> sockets = [DefaultSocket];
        if (Variable(environment, "XDG_RUNTIME_DIR") is { } runtime)
        {
            sockets.Add($"{runtime}/docker.sock");
            sockets.Add($"{runtime}/podman/podman.sock");
        }

        sockets.Add($"{environment.Home}/.docker/run/docker.sock");
        return new UnixEndpoint(sockets.Find(socket => environment.Exists(socket)) ?? DefaultSocket);
    }

    private static string? CurrentContext(EngineEnvironment environment, string folder) =>
        Text(Parse(environment, Path.Combine(folder, "config.json")), "currentContext");

    private static EngineEndpoint OfContext(EngineEnvironment environment, string folder, string context)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(context)));
        var path = Path.Combine(folder, "contexts", "meta", id, "meta.json");
        var meta = Parse(environment, path) ?? throw new EngineException(
            $"There is no Docker context {context}: {path} can't be read.",
            "See docker context ls, and choose one with docker context use or DOCKER_CONTEXT.");
        var keys = Path.Combine(folder, "contexts", "tls", id, "docker");
        var docker = Member(Member(meta, "Endpoints"), "docker");
        var tls = Member(docker, "SkipTLSVerify")?.GetValueKind() == JsonValueKind.True
            || KeyFiles.Any(file => environment.Exists(Path.Combine(keys, file)));
        return Text(docker, "Host") is { } host ? EngineEndpoint.Parse(host, tls, context) : Default(environment);
    }

    private static string? Variable(EngineEnvironment environment, string name) =>
        environment.Variable(name) is { Length: > 0 } value ? value : null;

    // Null where there is no such file.
    private static JsonNode? Parse(EngineEnvironment environment, string path)
    {
        try
        {
            return environment.ReadText(path) is { } text ? JsonNode.Parse(text) : null;
        }
        catch (JsonException exception)
        {
            throw new EngineException(
                $"{path} is not JSON: {exception.Message}", "Repair or remove the file, or name an engine with DOCKER_HOST.");
        }
    }

    private static JsonNode? Member(JsonNode? parent, string name) => (parent as JsonObject)?[name];

    private static string? Text(JsonNode? parent, string name) =>
        Member(parent, name) is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;
}
