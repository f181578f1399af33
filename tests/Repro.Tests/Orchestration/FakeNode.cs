using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Repro.Labs;
using Repro.Nodes;
using Repro.Recording;

namespace Repro.Tests.Orchestration;

/// <summary>A node that does as it is told, at once.</summary>
internal sealed class FakeNode(FakeLabs labs, string lab, string host, FakeLoad load) : IHostProcess
{
    /// <summary>The word for the first line, which is the node's specification.</summary>
    public const string SpecCommand = "spec";

    private readonly Channel<string> output = Channel.CreateUnbounded<string>();
    private readonly Channel<string> errors = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource<int> exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private NodeSpec? spec;

    public string Lab => lab;

    public string Host => host;

    public ChannelReader<string> Output => output.Reader;

    public ChannelReader<string> Errors => errors.Reader;

    public Task<int> Exit => exit.Task;

    public void WriteLine(string line)
    {
        var word = spec is null ? SpecCommand : line.Split(' ')[0];
        spec ??= JsonSerializer.Deserialize(line, NodeJson.Default.NodeSpec);
        if (exit.Task.IsCompleted || !labs.Hears(this, word))
        {
            return;
        }

        switch (word)
        {
            case SpecCommand when spec!.Role == NodeSpec.SurveyRole:
                Say(new NodeLine { Survey = Machine });
                End(0);
                break;
            case SpecCommand:
                load.Add(spec!);
                Say(new NodeLine { Ready = labs.ClockOf(host).Name });
                break;
            case Node.PrefillCommand:
                Say(new NodeLine { Opener = new OpenerFacts(null, 0, 0, null) });
                break;
            case Node.ClockCommand:
                Say(new NodeLine { Clock = labs.ClockOf(host).Read() });
                break;
            case Node.StartCommand:
                labs.Events.Enqueue($"start {lab}");
                labs.Starts[(lab, host)] = long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
                load.Of(spec!).ToList().ForEach(Say);
                break;
            case Node.StopCommand:
                Say(new NodeLine { End = new NodeEnd(0) });
                End(0);
                break;
        }
    }

    /// <summary>Ends, after a last word on standard error.</summary>
    public void Die(int exitCode, string word)
    {
        errors.Writer.TryWrite(word);
        End(exitCode);
    }

    public ValueTask DisposeAsync()
    {
        End(137);
        return ValueTask.CompletedTask;
    }

    private static MachineSurvey Machine => new()
    {
        Kernel = "6.0",
        Hertz = 250,
        Processors = 64,
        MemoryBytes = 64L << 30,
        OpenFiles = 100_000,
        HasIpv6 = true,
        Runtime = ".NET",
        Architecture = "X64",
        Has = [],
    };

    private void Say(NodeLine line) => output.Writer.TryWrite(JsonSerializer.Serialize(line, LineJson.Default.NodeLine));

    private void End(int exitCode)
    {
        exit.TrySetResult(exitCode);
        output.Writer.TryComplete();
        errors.Writer.TryComplete();
    }
}
