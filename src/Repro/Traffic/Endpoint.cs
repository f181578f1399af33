using System.Net;
using Repro.Linux;

namespace Repro.Traffic;

/// <summary>An IPv4 address and port, also in the kernel's form.</summary>
internal sealed class Endpoint
{
    public Endpoint(string text)
        : this(IPEndPoint.Parse(text))
    {
    }

    public Endpoint(IPEndPoint endpoint)
    {
        Name = endpoint.ToString();
        Port = endpoint.Port;
        Address = new Ipv4SocketAddress(endpoint.Address, endpoint.Port);
    }

    public Ipv4SocketAddress Address { get; }

    public int Port { get; }

    /// <summary><c>address:port</c>.</summary>
    public string Name { get; }

    public override string ToString() => Name;
}
