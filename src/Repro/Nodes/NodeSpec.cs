using System.Text.Json.Serialization;
using Repro.Model;
using Repro.Traffic;

namespace Repro.Nodes;

/// <summary>What a node is told in the first line of its standard input: its host's name, and one of the roles.</summary>
internal sealed record NodeSpec
{
    public required string Host { get; init; }

    /// <summary>When within a sampling interval it samples, 0–1, so that the hosts of a machine don't all sample at once.</summary>
    public required double SamplingPhase { get; init; }

    /// <summary>The role of a node that has none of the others: it says what the machine is like, and ends.</summary>
    public const string SurveyRole = "survey";

    /// <summary>Its role in a word, for lists of processes.</summary>
    [JsonIgnore]
    public string Role => Client is not null ? HostRole.Client.One()
        : Proxy is not null ? HostRole.Proxy.One()
        : Nat is not null ? HostRole.Nat.One()
        : Backend is not null ? HostRole.Backend.One()
        : SurveyRole;

    public ClientSpec? Client { get; init; }

    /// <summary>The program that sends the load in the client's place; null for a client that does it itself.</summary>
    public ClientCommand? Command { get; init; }

    public ProxySpec? Proxy { get; init; }

    /// <summary>Kind of the proxy whose log is to be read, as it is a program of its own; null for one that the node itself is.</summary>
    public string? LogOf { get; init; }

    public NatSpec? Nat { get; init; }

    public BackendSpec? Backend { get; init; }

    /// <summary>Services beside the role; null for none.</summary>
    public ServicesSpec? Services { get; init; }

    /// <summary>How it opens connections; null for a backend or a NAT, which open none.</summary>
    [JsonIgnore]
    public OpenerSpec? Opener => (OpenerSpec?)Proxy ?? Client;

    /// <summary>Ports that it fills, in this order, when it is told to; empty for none.</summary>
    public IReadOnlyList<int> Prefill { get => field ?? []; init; }

    /// <summary>What it does in the course of the load, in the order of its moments.</summary>
    public IReadOnlyList<NodeStep> Steps { get => field ?? []; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(NodeSpec))]
internal sealed partial class NodeJson : JsonSerializerContext;
