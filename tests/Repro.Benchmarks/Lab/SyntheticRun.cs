using System.IO.Hashing;
using System.Text;
using System.Text.Json.Nodes;

namespace Repro.Benchmarks.Lab;

/// <summary>Recorded runs that never were, made of the one in <c>results/example</c>: of more cases, or of a longer load.</summary>
internal static class SyntheticRun
{
    private const string LongCase = "tw-reuse@500";
    private static readonly string Example = Tests.RepositoryRoot.PathOf("results", "example");
    private static readonly string[] Raw = ["load.ndjson", "proxy.ndjson", "sockets.ndjson"];

    /// <summary>So many cases: the example's, again and again under further names.</summary>
    public static void OfCases(string folder, int count)
    {
        var run = Read(Path.Combine(Example, "run.json"));
        var originals = run["cases"]!.AsArray().Select(one => one!.ToString()).ToList();
        var names = new List<string>();
        for (var number = 0; number < count; number++)
        {
            var original = originals[number % originals.Count];
            var parts = original.Split('@');
            var mitigation = number < originals.Count ? parts[0] : $"{parts[0]}-{number}";
            names.Add($"{mitigation}@{parts[1]}");
            var target = Directory.CreateDirectory(Path.Combine(folder, "cases", names[^1])).FullName;
            foreach (var file in Directory.GetFiles(Path.Combine(Example, "cases", original)))
            {
                File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
            }

            var facts = Read(Path.Combine(target, "case.json"));
            (facts["id"], facts["mitigation"], facts["label"]) = (names[^1], mitigation, mitigation);
            facts["isBaseline"] = number == 0;
            File.WriteAllText(Path.Combine(target, "case.json"), facts.ToJsonString());
        }

        WriteRun(folder, run, names);
    }

    /// <summary>One case whose load lasts so many times as long.</summary>
    /// <returns>Seconds of its load.</returns>
    public static double OfLength(string folder, int times)
    {
        var source = Path.Combine(Example, "cases", LongCase);
        var target = Directory.CreateDirectory(Path.Combine(folder, "cases", LongCase)).FullName;
        var facts = Read(Path.Combine(source, "case.json"));
        var seconds = (double)facts["durationSeconds"]!;
        facts["durationSeconds"] = seconds * times;
        facts["requests"] = (long)facts["requests"]! * times;
        facts["isBaseline"] = true;
        File.WriteAllText(Path.Combine(target, "case.json"), facts.ToJsonString());
        File.Copy(Path.Combine(source, "log"), Path.Combine(target, "log"));
        var end = Read(Path.Combine(source, "end.json"));
        foreach (var name in Raw)
        {
            var lines = File.ReadLines(Path.Combine(source, name)).Select(line => JsonNode.Parse(line)!)
                .Where(line => Time(line) < seconds).ToList();
            var hash = new XxHash64();
            using var output = File.Create(Path.Combine(target, name));
            for (var time = 0; time < times; time++)
            {
                foreach (var line in lines)
                {
                    var own = Time(line);
                    line["t"] = Math.Round(own + (time * seconds), 6);
                    var bytes = Encoding.UTF8.GetBytes(line.ToJsonString() + "\n");
                    line["t"] = own;
                    hash.Append(bytes);
                    output.Write(bytes);
                }
            }

            end["files"]![name] =
                new JsonObject { ["lines"] = lines.Count * times, ["xxh64"] = Convert.ToHexStringLower(hash.GetCurrentHash()) };
        }

        File.WriteAllText(Path.Combine(target, "end.json"), end.ToJsonString());
        WriteRun(folder, Read(Path.Combine(Example, "run.json")), [LongCase]);
        return seconds * times;
    }

    private static double Time(JsonNode line) => line["t"] is { } t ? (double)t : 0;

    private static void WriteRun(string folder, JsonNode run, IEnumerable<string> cases)
    {
        run["cases"] = new JsonArray([.. cases.Select(name => JsonValue.Create(name))]);
        File.WriteAllText(Path.Combine(folder, "run.json"), run.ToJsonString());
    }

    private static JsonNode Read(string path) => JsonNode.Parse(File.ReadAllText(path))!;
}
