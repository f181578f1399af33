using System.Threading.Channels;
using Repro.Docker;

namespace Repro.Labs.Docker;

/// <summary>
/// The first process of a container, over the stream that is attached to it. Disposing it ends its input; the lab removes the container.
/// </summary>
/// <param name="stream">The stream.</param>
/// <param name="exit">The container's exit code.</param>
/// <param name="engine">The engine, which may be what ended it.</param>
internal sealed class ContainerProcess(AttachedStream stream, Task<long> exit, Engine engine) : IHostProcess
{
    private static readonly TimeSpan PingLimit = TimeSpan.FromSeconds(5);

    public ChannelReader<string> Output => stream.Output;

    public ChannelReader<string> Errors => stream.Errors;

    public Task<int> Exit { get; } = ExitAsync(exit, engine);

    public void WriteLine(string line) => _ = stream.WriteLineAsync(line).AsTask();

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private static async Task<int> ExitAsync(Task<long> exit, Engine engine)
    {
        try
        {
            var code = (int)await exit;
            if (code != 0)
            {
                await engine.PingAsync(PingLimit, CancellationToken.None);
            }

            return code;
        }
        catch (Exception exception) when (exception is EngineException or OperationCanceledException)
        {
            throw new IOException($"it was lost, as the engine was: {exception.Message.TrimEnd('.')}", exception);
        }
    }
}
