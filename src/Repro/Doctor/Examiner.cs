using System.Collections.Concurrent;
using System.Text.Json;
using Repro.Labs.Netns;

namespace Repro.Doctor;

/// <summary>Looks at everything that labs use of this machine; changes nothing.</summary>
public static class Examiner
{
    private static readonly ExaminationJson Json = new(ReadableJson.From(ExaminationJson.Default.Options));

    /// <summary>Examines the machine.</summary>
    /// <param name="lab">The kind of lab that is asked for.</param>
    /// <param name="arguments">The program's arguments, by which it looks around inside of a sandbox as well.</param>
    /// <param name="cancellationToken">Ends whatever it has started.</param>
    public static async Task<Examination> RunAsync(string lab, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var (namespaces, isSandboxed) = await NamespaceExaminer.ExamineAsync(cancellationToken);
        return new Examination(
            lab,
            [
                .. namespaces,
                .. LimitExaminer.Examine(),
                .. isSandboxed ? await InsideAsync(arguments, cancellationToken) : KernelExaminer.WithoutNamespaces(),
                .. await ProgramExaminer.ProxiesAsync(cancellationToken),
                await ProgramExaminer.EngineAsync(cancellationToken),
            ]);
    }

    /// <summary>Inside of a sandbox: tells what the kernel has there, to the program outside.</summary>
    public static void TellFromInside()
    {
        using var feed = Sandbox.OpenFeed();
        foreach (var part in KernelExaminer.Examine())
        {
            feed?.WriteLine(JsonSerializer.Serialize(part, PartJson.Default.ExaminedPart));
        }
    }

    /// <summary>An examination in JSON.</summary>
    public static string ToJson(Examination examination) => JsonSerializer.Serialize(examination, Json.Examination);

    private static async Task<IReadOnlyList<ExaminedPart>> InsideAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var told = new ConcurrentQueue<ExaminedPart>();
        await Sandbox.RunInsideAsync(
            arguments,
            line => told.Enqueue(JsonSerializer.Deserialize(line, PartJson.Default.ExaminedPart)!),
            cancellationToken);
        return [.. told];
    }
}
