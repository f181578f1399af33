using System.Text.Json;
using Repro.Model;

namespace Repro.Recording;

/// <summary>Reads lines of sockets.ndjson.</summary>
internal sealed class SocketsReader
{
    private readonly LineValues values = new();
    private readonly LineValues.Reading<SocketsLine> read;
    private Dictionary<string, long>? spare;

    public SocketsReader() => read = Line;

    /// <summary>The line; null where it is not as the program writes it, and <see cref="StrictJson"/> has to say what it is.</summary>
    public SocketsLine? Read(ReadOnlySpan<byte> line) => LineValues.Read(line, read);

    /// <summary>Takes back counters of a line that nobody needs any more: the next line's go there.</summary>
    public void Return(IReadOnlyDictionary<string, long>? counters) => spare = counters as Dictionary<string, long>;

    private Dictionary<string, long>? Spare() => Interlocked.Exchange(ref spare, null);

    private SocketsLine? Line(ref Utf8JsonReader reader)
    {
        string? host = null;
        double t = 0, cpu = 0, cost = 0;
        double? busy = null, left = null, late = null;
        int timeWait = 0, inUse = 0;
        Dictionary<string, long>? counters = null;
        Dictionary<TcpState, int>? states = null;
        List<TupleUse>? tuples = null;
        var seen = new SeenKeys();
        while (LineValues.Next(ref reader, out var key))
        {
            var number = 0.0;
            var isRead = key switch
            {
                _ when key.SequenceEqual("host"u8) => seen.Add(0) && values.Text(ref reader, out host),
                _ when key.SequenceEqual("t"u8) => seen.Add(1) && LineValues.Number(ref reader, out t),
                _ when key.SequenceEqual("timeWait"u8) => seen.Add(2) && LineValues.Count(ref reader, out timeWait),
                _ when key.SequenceEqual("inUse"u8) => seen.Add(3) && LineValues.Count(ref reader, out inUse),
                _ when key.SequenceEqual("counters"u8) => seen.Add(4) && values.Counts(ref reader, out counters, Spare()),
                _ when key.SequenceEqual("cpu"u8) => seen.Add(5) && LineValues.Number(ref reader, out cpu),
                _ when key.SequenceEqual("costMicroseconds"u8) => seen.Add(6) && LineValues.Number(ref reader, out cost),
                _ when key.SequenceEqual("machineBusy"u8) => seen.Add(7) && LineValues.Number(ref reader, out number) && Is(busy = number),
                _ when key.SequenceEqual("states"u8) => seen.Add(8) && States(ref reader, out states),
                _ when key.SequenceEqual("tuples"u8) => seen.Add(9) && LineValues.List(ref reader, Tuple, out tuples),
                _ when key.SequenceEqual("timeWaitLeft"u8) =>
                    seen.Add(10) && LineValues.Number(ref reader, out number) && Is(left = number),
                _ when key.SequenceEqual("dumpLate"u8) => seen.Add(11) && LineValues.Number(ref reader, out number) && Is(late = number),
                _ => false,
            };
            if (!isRead)
            {
                return null;
            }
        }

        return host is null || counters is null ? null : new SocketsLine
        {
            Host = host,
            T = t,
            TimeWait = timeWait,
            InUse = inUse,
            Counters = counters,
            Cpu = cpu,
            MachineBusy = busy,
            States = states,
            Tuples = tuples,
            TimeWaitLeft = left,
            CostMicroseconds = cost,
            DumpLate = late,
        };

        static bool Is(double? value) => value is not null;
    }

    private bool States(ref Utf8JsonReader reader, out Dictionary<TcpState, int>? states)
    {
        states = null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        states = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var state = TcpStates.Named(values.TextOf(ref reader));
            reader.Read();
            if (state is not { } known || !LineValues.Count(ref reader, out int count) || !states.TryAdd(known, count))
            {
                return false;
            }
        }

        return true;
    }

    private TupleUse? Tuple(ref Utf8JsonReader reader)
    {
        string? source = null, destination = null;
        int ports = 0, established = 0, timeWait = 0;
        var seen = new SeenKeys();
        while (LineValues.Next(ref reader, out var key))
        {
            var isRead = key switch
            {
                _ when key.SequenceEqual("source"u8) => seen.Add(0) && values.Text(ref reader, out source),
                _ when key.SequenceEqual("destination"u8) => seen.Add(1) && values.Text(ref reader, out destination),
                _ when key.SequenceEqual("ports"u8) => seen.Add(2) && LineValues.Count(ref reader, out ports),
                _ when key.SequenceEqual("established"u8) => seen.Add(3) && LineValues.Count(ref reader, out established),
                _ when key.SequenceEqual("timeWait"u8) => seen.Add(4) && LineValues.Count(ref reader, out timeWait),
                _ => false,
            };
            if (!isRead)
            {
                return null;
            }
        }

        return source is null || destination is null ? null : new TupleUse(source, destination, ports, established, timeWait);
    }
}
