namespace Repro.Sampling;

/// <summary>One counter of this network namespace.</summary>
/// <param name="file">/proc/net/snmp or /proc/net/netstat.</param>
/// <param name="group">Its group, such as <c>Tcp</c>.</param>
/// <param name="name">Its name, such as <c>ActiveOpens</c>.</param>
internal sealed class KernelCounter(string file, string group, string name) : IDisposable
{
    private readonly CounterSource source = new(file, new CounterTable(group));

    /// <summary>Its value now; 0 where the kernel has no such counter.</summary>
    public long Read() => source.Read(name);

    public void Dispose() => source.Dispose();
}
