namespace Repro.Proxies;

/// <summary>The log of a proxy, read line by line.</summary>
internal interface IProxyLog
{
    /// <summary>Takes the next line; a request, where the line ends one.</summary>
    LoggedRequest? Take(string line);
}
