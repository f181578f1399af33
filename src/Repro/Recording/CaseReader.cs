using System.Runtime.InteropServices;

namespace Repro.Recording;

/// <summary>
/// Reads a case from its folder. Without case.json there is no case; of anything else that is damaged the rest is read all the same, and
/// what is wrong is kept, with file and line.
/// </summary>
/// <param name="run">The run's directory.</param>
/// <param name="place">The case's folder in it.</param>
internal sealed class CaseReader(RunFolder run, string place)
{
    // A file of which so many lines are broken is not one of these at all.
    private const int MostBroken = 100;
    private const int MostNamed = 3;

    private static readonly Dictionary<string, long> NoCounters = [];

    private readonly List<string> damage = [];
    private readonly SocketsReader sockets = new();
    private readonly Dictionary<string, SocketsLine> latest = [];

    /// <summary>Reads case.json.</summary>
    /// <exception cref="DamageException">It can't be read.</exception>
    public CaseFile ReadFile() => run.Read(Name(RunDirectory.CaseName), text =>
    {
        var file = StrictJson.Read(text, RunDirectory.Json.CaseFile);
        Bounds.Check(file);
        return file;
    });

    /// <summary>Reads everything else.</summary>
    /// <param name="file">case.json.</param>
    public RecordedCase Read(CaseFile file)
    {
        var hasEnd = run.HasFile(Name(RunDirectory.EndName));
        var end = hasEnd ? ReadEnd() : null;
        var hosts = file.Hosts.Select(host => host.Name).ToHashSet();
        var (load, proxy, samples) = (new LinesOf<TrafficLine>([], []), new LinesOf<TrafficLine>([], []), new LinesOf<SocketsLine>([], []));
        Parallel.Invoke(
            () => load = Lines(RunDirectory.LoadName, Traffic(new TrafficReader())),
            () => proxy = Lines(RunDirectory.ProxyName, Traffic(new TrafficReader())),
            () => samples = Lines<SocketsLine>(RunDirectory.SocketsName, Sample));
        var restarts = file.Restarts is null
            ? new LinesOf<RestartLine>([], [])
            : Lines<RestartLine>(RunDirectory.RestartsName, Restart);
        return new RecordedCase(file, end, load.Lines, proxy.Lines, WithLastCounters(InOrder(samples.Lines)))
        {
            Restarts = restarts.Lines,
            Damage = [.. damage, .. load.Damage, .. proxy.Damage, .. samples.Damage, .. restarts.Damage],
        };

        LinesOf<T> Lines<T>(string name, ReadLine<T> read)
            where T : class => ReadLines(name, read, hasEnd, end?.Files?.GetValueOrDefault(name));

        ReadLine<TrafficLine> Traffic(TrafficReader reader) => text =>
        {
            var line = reader.Read(text) ?? StrictJson.ReadLine(text, LineJson.Default.TrafficLine);
            Bounds.Check(line, hosts);
            return line;
        };

        RestartLine Restart(ReadOnlySpan<byte> text)
        {
            var line = StrictJson.ReadLine(text, LineJson.Default.RestartLine);
            Bounds.Check(line, hosts);
            return line;
        }

        SocketsLine Sample(ReadOnlySpan<byte> text)
        {
            var line = sockets.Read(text) ?? StrictJson.ReadLine(text, LineJson.Default.SocketsLine);
            Bounds.Check(line, hosts);
            return WithoutCounters(line);
        }
    }

    // They count from the load's start on: those of a host's last sample say all that its others do, and are most of what a sample takes.
    private SocketsLine WithoutCounters(SocketsLine line)
    {
        ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(latest, line.Host, out var isKnown);
        if (isKnown && (last!.T > line.T || line.DumpLate is not null))
        {
            sockets.Return(line.Counters);
        }
        else
        {
            sockets.Return(last?.Counters);
            last = line;
        }

        return line with { Counters = NoCounters };
    }

    private List<SocketsLine> WithLastCounters(List<SocketsLine> lines)
    {
        for (var index = lines.Count - 1; index >= 0 && latest.Count > 0; index--)
        {
            if (latest.TryGetValue(lines[index].Host, out var last) && last.T == lines[index].T)
            {
                lines[index] = last;
                latest.Remove(last.Host);
            }
        }

        return lines;
    }

    // A dump is written when it is done: other samples of its host may have been before.
    private static List<SocketsLine> InOrder(List<SocketsLine> lines)
    {
        var known = new Dictionary<string, double>();
        foreach (var line in lines)
        {
            ref var t = ref CollectionsMarshal.GetValueRefOrAddDefault(known, line.Host, out var isKnown);
            if (isKnown && line.T < t)
            {
                return [.. lines.OrderBy(line => line.T)];
            }

            t = line.T;
        }

        return lines;
    }

    // What was read of a file, and what is wrong with the rest.
    private sealed record LinesOf<T>(List<T> Lines, List<string> Damage);

    private delegate T ReadLine<out T>(ReadOnlySpan<byte> text);

    private CaseEnd? ReadEnd()
    {
        try
        {
            return run.Read(Name(RunDirectory.EndName), text =>
            {
                var end = StrictJson.Read(text, RunDirectory.Json.CaseEnd);
                Bounds.Check(end);
                return end;
            });
        }
        catch (DamageException exception)
        {
            damage.Add(exception.Message);
            return null;
        }
    }

    private LinesOf<T> ReadLines<T>(string fileName, ReadLine<T> make, bool hasEnd, RawFileFacts? written)
        where T : class
    {
        var name = Name(fileName);
        var (all, damage) = (new List<T>(), new List<string>());
        var read = new LinesOf<T>(all, damage);
        if (!hasEnd && !run.HasFile(name))
        {
            return read;
        }

        try
        {
            using var stream = run.Open(name);
            var text = new ByteLines(stream, RunFolder.LargestText);
            var (number, broken) = (0L, 0);
            while (text.TryNext(out var line))
            {
                number++;
                try
                {
                    all.Add(text.IsTooLong
                        ? throw new DamageException($"the line is longer than {RunFolder.LargestText} bytes")
                        : make(line));
                }
                catch (DamageException exception)
                {
                    // A case that was cut off may have been in the middle of a line.
                    if (!hasEnd && text.IsAtEnd)
                    {
                        break;
                    }

                    broken++;
                    if (broken <= MostNamed)
                    {
                        damage.Add($"{name}:{number}: {exception.Message}");
                    }

                    if (broken == MostBroken)
                    {
                        damage.Add($"{name}: {More(broken - MostNamed)}, and what follows them was not read");
                        return read;
                    }
                }
            }

            if (broken > MostNamed)
            {
                damage.Add($"{name}: {More(broken - MostNamed)}");
            }

            if (written is not null)
            {
                Compare(damage, name, written, new RawFileFacts(number, text.Checksum), broken > 0);
            }
        }
        catch (Exception exception) when (exception is DamageException or IOException or UnauthorizedAccessException)
        {
            damage.Add($"{name}: {exception.Message}");
        }

        return read;
    }

    private static void Compare(List<string> damage, string name, RawFileFacts written, RawFileFacts found, bool isKnown)
    {
        if (found.Lines < written.Lines)
        {
            damage.Add($"{name}: {written.Lines - found.Lines} of {written.Lines} {Noun.Of(written.Lines, "line")} "
                + $"{(written.Lines - found.Lines == 1 ? "is" : "are")} missing");
        }
        else if (found.Lines > written.Lines)
        {
            damage.Add(
                $"{name}: it has {found.Lines} {Noun.Of(found.Lines, "line")}, and {written.Lines} {Noun.Were(written.Lines)} written");
        }
        else if (!isKnown && found.Xxh64 != written.Xxh64)
        {
            damage.Add($"{name}: it is not what was written: its checksum is {found.Xxh64}, and was {StrictJson.Shown(written.Xxh64)}");
        }
    }

    private static string More(int broken) => $"{broken} more {(broken == 1 ? "line is" : "lines are")} broken";

    private string Name(string file) => $"{place}/{file}";
}
