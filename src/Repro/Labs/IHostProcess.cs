using System.Threading.Channels;

namespace Repro.Labs;

/// <summary>A process in a host. Disposing it ends the process.</summary>
internal interface IHostProcess : IAsyncDisposable
{
    /// <summary>Lines of its standard output, until it ends.</summary>
    ChannelReader<string> Output { get; }

    /// <summary>Lines of its standard error, until it ends.</summary>
    ChannelReader<string> Errors { get; }

    /// <summary>Its exit code.</summary>
    Task<int> Exit { get; }

    /// <summary>Writes a line to its standard input; does nothing once it has ended.</summary>
    void WriteLine(string line);
}
