using Repro.Model;

namespace Repro.Proxies;

/// <summary>How the connections of a scenario's proxy end: by what it is told, and by what its kind does untold.</summary>
internal static class ProxyBehaviour
{
    extension(Model.Proxy proxy)
    {
        /// <summary>Whether its upstream connections end with a RST unless the backend has closed before.</summary>
        public bool Resets => proxy.Close == Closing.Rst || ProxyKinds.Of(proxy).ResetsByItself(proxy);

        /// <summary>Whether it speaks HTTP/1.0 with its backends.</summary>
        public bool SpeaksHttp10 => proxy.HttpVersion == HttpVersion.Http10
            || (proxy.HttpVersion == HttpVersion.Default && ProxyKinds.Of(proxy).SpeaksHttp10ByDefault(proxy));

        /// <summary>Whether its requests ask the backend to close.</summary>
        public bool AsksToClose => proxy.SpeaksHttp10 || ProxyKinds.Of(proxy).AsksToClose(proxy);
    }

    extension(Conditions conditions)
    {
        /// <summary>Whether backends close before the proxy does: they hold TIME_WAIT then, and the proxy's port is free at once.</summary>
        public bool BackendsCloseFirst => conditions.Backends.Closes == BackendClosing.First
            || (conditions.Backends.Closes == BackendClosing.Asked && conditions.Proxy.AsksToClose);
    }
}
