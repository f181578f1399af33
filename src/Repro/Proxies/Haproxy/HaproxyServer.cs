using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Repro.Traffic;

namespace Repro.Proxies.Haproxy;

/// <summary>
/// The names of HAProxy's servers, one a tuple, from which its log says where a request went. No name has brackets: the port of IPv6
/// follows its last colon.
/// </summary>
internal static class HaproxyServer
{
    private const char Mark = '-';

    /// <summary>The name of the server that is a target.</summary>
    /// <param name="mark">What sets it apart from others with this target; null for nothing.</param>
    /// <param name="target">The target.</param>
    public static string Name(string? mark, Endpoint target) =>
        $"{(mark is null ? "" : $"{mark}{Mark}")}{target.Address}:{target.Port}";

    /// <summary>The target of a server, as address and port; what is no such name, as it is.</summary>
    public static string Target(string name)
    {
        var place = name[(name.LastIndexOf(Mark) + 1)..];
        var colon = place.LastIndexOf(':');
        return colon >= 0
            && IPAddress.TryParse(place.AsSpan(0, colon), out var address)
            && ushort.TryParse(place.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                ? new IPEndPoint(address, port).ToString()
                : place;
    }

    /// <summary>An address without a port, where HAProxy expects one with or without: of IPv6 only brackets say which.</summary>
    public static string Host(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
}
