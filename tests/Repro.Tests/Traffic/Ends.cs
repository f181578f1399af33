using System.Net;
using Repro.Traffic;

namespace Repro.Tests.Traffic;

/// <summary>Ends of connections as .NET's sockets take them.</summary>
internal static class Ends
{
    public static IPEndPoint Ip(this Endpoint endpoint) => new(endpoint.Address, endpoint.Port);
}
