using Repro.Model;

namespace Repro.Proxies;

/// <summary>Why a proxy's ports are not held, where it asks its backends to close.</summary>
internal static class FreeAtOnce
{
    /// <summary>
    /// The reason, and what to change to see ports run out; null where they are held, or where the scenario itself says who closes.
    /// </summary>
    public static string? Reason(Conditions conditions)
    {
        var proxy = conditions.Proxy;
        if (conditions.Backends.Closes != BackendClosing.Asked || !proxy.AsksToClose || proxy.Close == Closing.Rst)
        {
            return null;
        }

        var kind = ProxyKinds.Of(proxy);
        var how = proxy.SpeaksHttp10 ? "HTTP/1.0 with Connection: close" : "Connection: close";
        return $"{kind.Title} asks its backends to close ({how}), so TIME_WAIT is theirs and the proxy's ports are free at once; "
            + $"to see it run out: {kind.ToCloseFirst}";
    }
}
