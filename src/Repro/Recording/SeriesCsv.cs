using System.Globalization;
using Repro.Model;

namespace Repro.Recording;

/// <summary>
/// The raw lines of a case as tables for spreadsheets: every bin and every sample, times in seconds since the load started.
/// </summary>
internal static class SeriesCsv
{
    private static readonly TcpState[] States = [.. Enum.GetValues<TcpState>().Except([TcpState.Unknown, TcpState.NewSynReceived])];

    /// <summary>Writes <c>ID.traffic.csv</c>, of clients and proxy, and <c>ID.sockets.csv</c>, of every host.</summary>
    public static void Write(RecordedCase recorded, OutputFolder folder)
    {
        folder.Write($"{recorded.File.Id}.traffic.csv", file => Traffic(recorded, file));
        folder.Write($"{recorded.File.Id}.sockets.csv", file => Sockets(recorded, file));
    }

    private static void Traffic(RecordedCase recorded, Stream file)
    {
        using var traffic = new StreamWriter(file, leaveOpen: true);
        traffic.Write("host,t_seconds,due,sent,unsent,connects,ok,failed\n");
        foreach (var line in recorded.Load.Concat(recorded.Proxy))
        {
            traffic.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{CsvCell.Of(line.Host)},{line.T:0.######},{line.Due},{line.Sent},{line.Unsent},{line.Connects},"
                + $"{line.Ok},{line.Failed?.Values.Sum() ?? 0}\n"));
        }
    }

    private static void Sockets(RecordedCase recorded, Stream file)
    {
        using var sockets = new StreamWriter(file, leaveOpen: true);
        var names = string.Join(',', States.Select(state => $"state_{state.Name().ToLowerInvariant()}"));
        sockets.Write($"host,t_seconds,time_wait,in_use,cpu_seconds,machine_busy,ports_in_use,{names}\n");
        foreach (var line in recorded.Sockets)
        {
            sockets.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{CsvCell.Of(line.Host)},{line.T:0.######},{line.TimeWait},{line.InUse},{line.Cpu:0.######},{line.MachineBusy},"
                + $"{line.Tuples?.Sum(tuple => tuple.Ports)}"));
            foreach (var state in States)
            {
                // A sample without a dump knows no states, which is not the same as none in this one.
                sockets.Write(
                    line.States is { } states ? string.Create(CultureInfo.InvariantCulture, $",{states.GetValueOrDefault(state)}") : ",");
            }

            sockets.Write('\n');
        }
    }
}
