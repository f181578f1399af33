using System.Text.Json;

namespace Repro.Recording;

/// <summary>Reads lines of load.ndjson and proxy.ndjson.</summary>
internal sealed class TrafficReader
{
    private readonly LineValues values = new();
    private readonly List<Bucket> buckets = [];
    private readonly LineValues.Reading<TrafficLine> read;

    public TrafficReader() => read = Line;

    /// <summary>The line; null where it is not as the program writes it, and <see cref="StrictJson"/> has to say what it is.</summary>
    public TrafficLine? Read(ReadOnlySpan<byte> line) => LineValues.Read(line, read);

    private TrafficLine? Line(ref Utf8JsonReader reader)
    {
        string? host = null;
        var t = 0.0;
        long due = 0, sent = 0, unsent = 0, attempts = 0, connects = 0, ok = 0;
        Dictionary<string, long>? failed = null;
        List<FirstFailure>? first = null;
        Bucket[]? lateness = null, latency = null, connectLatency = null;
        var seen = new SeenKeys();
        while (LineValues.Next(ref reader, out var key))
        {
            var isRead = key switch
            {
                _ when key.SequenceEqual("host"u8) => seen.Add(0) && values.Text(ref reader, out host),
                _ when key.SequenceEqual("t"u8) => seen.Add(1) && LineValues.Number(ref reader, out t),
                _ when key.SequenceEqual("due"u8) => seen.Add(2) && LineValues.Count(ref reader, out due),
                _ when key.SequenceEqual("sent"u8) => seen.Add(3) && LineValues.Count(ref reader, out sent),
                _ when key.SequenceEqual("connects"u8) => seen.Add(4) && LineValues.Count(ref reader, out connects),
                _ when key.SequenceEqual("ok"u8) => seen.Add(5) && LineValues.Count(ref reader, out ok),
                _ when key.SequenceEqual("latency"u8) => seen.Add(6) && Buckets(ref reader, out latency),
                _ when key.SequenceEqual("connectLatency"u8) => seen.Add(7) && Buckets(ref reader, out connectLatency),
                _ when key.SequenceEqual("attempts"u8) => seen.Add(8) && LineValues.Count(ref reader, out attempts),
                _ when key.SequenceEqual("unsent"u8) => seen.Add(9) && LineValues.Count(ref reader, out unsent),
                _ when key.SequenceEqual("failed"u8) => seen.Add(10) && values.Counts(ref reader, out failed),
                _ when key.SequenceEqual("first"u8) => seen.Add(11) && LineValues.List(ref reader, Failure, out first),
                _ when key.SequenceEqual("lateness"u8) => seen.Add(12) && Buckets(ref reader, out lateness),
                _ => false,
            };
            if (!isRead)
            {
                return null;
            }
        }

        return host is null ? null : new TrafficLine
        {
            Host = host,
            T = t,
            Due = due,
            Sent = sent,
            Unsent = unsent,
            Attempts = attempts,
            Connects = connects,
            Ok = ok,
            Failed = failed,
            First = first,
            Lateness = lateness,
            Latency = latency,
            ConnectLatency = connectLatency,
        };
    }

    private bool Buckets(ref Utf8JsonReader reader, out Bucket[]? latency)
    {
        latency = null;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        buckets.Clear();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            buckets.Add(Bucket.Read(ref reader));
        }

        latency = [.. buckets];
        return reader.TokenType == JsonTokenType.EndArray;
    }

    private FirstFailure? Failure(ref Utf8JsonReader reader)
    {
        var (t, before) = (0.0, 0L);
        string? outcome = null, towards = null;
        var seen = new SeenKeys();
        while (LineValues.Next(ref reader, out var key))
        {
            var isRead = key switch
            {
                _ when key.SequenceEqual("t"u8) => seen.Add(0) && LineValues.Number(ref reader, out t),
                _ when key.SequenceEqual("outcome"u8) => seen.Add(1) && values.Text(ref reader, out outcome),
                _ when key.SequenceEqual("towards"u8) => seen.Add(2) && values.Text(ref reader, out towards),
                _ when key.SequenceEqual("connectsBefore"u8) => seen.Add(3) && LineValues.Count(ref reader, out before),
                _ => false,
            };
            if (!isRead)
            {
                return null;
            }
        }

        return outcome is null || towards is null ? null : new FirstFailure(t, outcome, towards, before);
    }
}
