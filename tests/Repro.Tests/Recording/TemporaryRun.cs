using System.Text.Json.Nodes;
using Repro.Recording;
using Repro.Tests.Analysis;

namespace Repro.Tests.Recording;

/// <summary>The directory of a run, which is gone after the test.</summary>
internal sealed class TemporaryRun : IDisposable
{
    public const string CaseId = "none@500";

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("repro-tests-").FullName;

    public static RunFile File(params string[] cases) => new()
    {
        Version = "0.1.0",
        Started = "2026-01-01T12:00:00Z",
        Arguments = ["run", "scenarios/quick.yaml"],
        Lab = "netns",
        Machine = new MachineFacts
        {
            Kernel = "6.18.44",
            Hertz = 250,
            TimeWaitSeconds = 60,
            CpuSecondsPerRequest = 0.0005,
            Processors = 2,
            Runtime = ".NET 10",
            Architecture = "X64",
        },
        Name = "quick",
        Goal = "onset",
        Question = "When × where → why?",
        Scenario = new JsonObject { ["name"] = "quick" },
        Cases = cases,
    };

    public string PathOf(string name) => Path.Combine(Directory, name);

    public string CasePathOf(string name) => Path.Combine(RunDirectory.CaseFolder(Directory, CaseId), name);

    public void WriteFile(RunFile file) => RunDirectory.Write(PathOf(RunDirectory.RunName), file, RunDirectory.Json.RunFile);

    /// <summary>A run of one complete case without any line.</summary>
    public void WriteCompleteCase()
    {
        WriteFile(File(CaseId));
        using var recorder = Record(new CaseBuilder { Id = CaseId }.File());
        recorder.Complete(new CaseEnd([], 0));
    }

    /// <summary>A whole run of these cases, complete with their lines.</summary>
    public void Write(params CaseBuilder[] cases)
    {
        WriteFile(File([.. cases.Select(one => one.Id)]));
        foreach (var recorded in cases.Select(one => one.Build()))
        {
            using var recorder = Record(recorded.File);
            recorded.Load.ToList().ForEach(recorder.Load);
            recorded.Proxy.ToList().ForEach(recorder.Proxy);
            recorded.Sockets.ToList().ForEach(recorder.Sockets);
            if (recorded.End is { } end)
            {
                recorder.Complete(end);
            }
        }
    }

    public CaseRecorder Record(CaseFile file) => new(RunDirectory.CaseFolder(Directory, file.Id), file);

    public RecordedRun Read() => RecordedRun.Read(Directory);

    public IReadOnlyList<RecordedCase> ReadCases() => Read().Map(one => one);

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
