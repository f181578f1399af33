using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Text.Json;
using Repro.Nodes;
using Repro.Recording;

namespace Repro.Tests.Nodes;

/// <summary>A node on a thread of this process, told by the test and heard by it. It has ended when the test has.</summary>
internal sealed class RunningNode : IDisposable
{
    private readonly Input input = new();
    private readonly StreamReader output;
    private readonly TestThread thread;
    private bool ended;

    public RunningNode(NodeSpec spec)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a node samples what Linux says");
        // Without a limit the node never waits for the test.
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        output = new StreamReader(pipe.Reader.AsStream());
        Tell(JsonSerializer.Serialize(spec, NodeJson.Default.NodeSpec));
        thread = TestThread.Start(() =>
        {
            try
            {
                Assert.Equal(0, Node.Run(input, pipe.Writer.AsStream(leaveOpen: true), TimeProvider.System, (_, _) => { }));
            }
            finally
            {
                pipe.Writer.Complete();
            }
        });
    }

    public void Tell(string line) => input.Lines.Add(line);

    /// <summary>Reads on until a line has something, and returns that; fails where the node ends before.</summary>
    public T Hear<T>(Func<NodeLine, T?> something)
        where T : class
    {
        while (Next() is { } line)
        {
            if (something(line) is { } heard)
            {
                return heard;
            }
        }

        thread.Join();
        Assert.Fail("the node has ended without a word of it");
        throw new InvalidOperationException();
    }

    /// <summary>Reads all that it still says, once it was told to stop or its input has ended.</summary>
    public List<NodeLine> Rest()
    {
        var lines = new List<NodeLine>();
        while (Next() is { } line)
        {
            lines.Add(line);
        }

        thread.Join();
        return lines;
    }

    /// <summary>Ends its input.</summary>
    public void HangUp()
    {
        if (!ended)
        {
            ended = true;
            input.Lines.CompleteAdding();
        }
    }

    public void Dispose()
    {
        HangUp();
        thread.Dispose();
    }

    private NodeLine? Next() => output.ReadLine() is { } line ? JsonSerializer.Deserialize(line, LineJson.Default.NodeLine) : null;

    private sealed class Input : TextReader
    {
        public BlockingCollection<string> Lines { get; } = [];

        public override string? ReadLine() => Lines.TryTake(out var line, Timeout.Infinite) ? line : null;
    }
}
