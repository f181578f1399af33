using Repro.Model;

namespace Repro.Proxies;

/// <summary>How connections to the backends end: by what whoever opens them is told, and by what a proxy's kind does untold.</summary>
internal static class ProxyBehaviour
{
    extension(Conditions conditions)
    {
        /// <summary>Whether connections to the backends end with a RST unless the backend has closed before.</summary>
        public bool OpenerResets => conditions.Opener.Close == Closing.Rst || conditions.Kind.ResetsByItself(conditions.Proxy);

        /// <summary>Whether HTTP/1.0 is spoken with the backends.</summary>
        public bool SpeaksHttp10 => conditions.Opener.HttpVersion == HttpVersion.Http10
            || (conditions.Opener.HttpVersion == HttpVersion.Default && conditions.Kind.SpeaksHttp10ByDefault(conditions.Proxy));

        /// <summary>Whether requests ask the backend to close.</summary>
        public bool AsksToClose => conditions.SpeaksHttp10 || conditions.Kind.AsksToClose(conditions.Proxy);

        /// <summary>Whether backends close before the other side does: they hold TIME_WAIT then, and its port is free at once.</summary>
        public bool BackendsCloseFirst => conditions.Backends.Closes == BackendClosing.First
            || (conditions.Backends.Closes == BackendClosing.Asked && conditions.AsksToClose);

        private IProxyKind Kind => ProxyKinds.Of(conditions.Proxy);
    }
}
