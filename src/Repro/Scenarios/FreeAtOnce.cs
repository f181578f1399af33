namespace Repro.Scenarios;

/// <summary>Why a proxy's ports are not held, where it asks its backends to close.</summary>
internal static class FreeAtOnce
{
    /// <summary>The reason, and what to change to see ports run out; null where they are held, or where the scenario itself says who closes.</summary>
    public static string? Reason(Conditions conditions)
    {
        var proxy = conditions.Proxy;
        if (conditions.Backends.Closes != BackendClosing.Asked || !proxy.AsksToClose || proxy.Close == Closing.Rst)
        {
            return null;
        }

        var (how, instead) = proxy.SpeaksHttp10
            ? ("HTTP/1.0 with Connection: close", "proxy.httpVersion: 1.1 or backends.closes: never")
            : ("Connection: close", "proxy.mode: tcp");
        return $"{Name(proxy.Kind)} asks its backends to close ({how}), so TIME_WAIT is theirs and the proxy's ports are free at once; to see it run out: {instead}";
    }

    private static string Name(ProxyKind kind) => kind switch
    {
        ProxyKind.Builtin => "the builtin proxy",
        ProxyKind.Haproxy => "HAProxy",
        var other => other.ToString().ToLowerInvariant(),
    };
}
