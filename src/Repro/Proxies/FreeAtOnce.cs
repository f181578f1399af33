using Repro.Model;

namespace Repro.Proxies;

/// <summary>Why ports are not held, where backends are asked to close.</summary>
internal static class FreeAtOnce
{
    /// <summary>
    /// The reason, and what to change to see ports run out; null where they are held, or where the scenario itself says who closes.
    /// </summary>
    public static string? Reason(Conditions conditions)
    {
        if (conditions.Backends.Closes != BackendClosing.Asked || !conditions.AsksToClose || conditions.Opener.Close != Closing.Fin)
        {
            return null;
        }

        var kind = ProxyKinds.Of(conditions.Proxy);
        var how = conditions.SpeaksHttp10 ? "HTTP/1.0 with Connection: close" : "Connection: close";
        return $"{kind.Title} asks its backends to close ({how}), so TIME_WAIT is theirs and "
            + $"{conditions.OpenerRole.Whose("ports")} are free at once; to see it run out: {kind.ToCloseFirst}";
    }
}
