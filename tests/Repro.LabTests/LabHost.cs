using System.Globalization;
using System.Text.Json.Nodes;

namespace Repro.LabTests;

/// <summary>A host of a run that is under way, as the process that is its node.</summary>
internal static class LabHost
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>The node that has the host's address in its network namespace; null where there is none yet, or no more.</summary>
    public static int? Node(Program program, string caseFile, string host)
    {
        try
        {
            var address = (string)JsonNode.Parse(File.ReadAllText(caseFile))!["hosts"]!.AsArray()
                .Single(one => (string?)one!["name"] == host)!["addresses"]![0]!;
            return ProcessTree.From(program.Process.Id)
                .Where(id => File.ReadAllText($"/proc/{id}/cmdline").Split('\0').Contains("node"))
                .Where(id => IsLocal(File.ReadAllText($"/proc/{id}/net/fib_trie"), address))
                .Select(id => (int?)id)
                .FirstOrDefault();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    /// <summary>The host's node, once it has so many sockets in TIME_WAIT.</summary>
    public static async Task<int> WithTimeWaitAsync(Program program, string caseFile, string host, int timeWait)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            if (Node(program, caseFile, host) is { } node && TimeWait(node) > timeWait)
            {
                return node;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
        }
    }

    /// <summary>Sockets in TIME_WAIT in a process' network namespace.</summary>
    public static int TimeWait(int process)
    {
        var words = File.ReadAllText($"/proc/{process}/net/sockstat").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return int.Parse(words[Array.IndexOf(words, "tw") + 1], CultureInfo.InvariantCulture);
    }

    private static bool IsLocal(string routes, string address)
    {
        var lines = routes.Split('\n', StringSplitOptions.TrimEntries);
        return lines.Zip(lines.Skip(1)).Any(pair => pair.First == $"|-- {address}" && pair.Second == "/32 host LOCAL");
    }
}
