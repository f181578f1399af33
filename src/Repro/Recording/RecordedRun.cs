using System.Runtime.ExceptionServices;
using Repro.Model;

namespace Repro.Recording;

/// <summary>A run as read back from its directory.</summary>
/// <param name="File">run.json.</param>
/// <param name="Readers">
/// Read the cases that have begun, in the order of the plan; not before they are asked, as the lines of a case may be many.
/// </param>
/// <param name="NotBegun">Ids of the cases that were planned and have not begun.</param>
internal sealed record RecordedRun(RunFile File, IReadOnlyList<Func<RecordedCase>> Readers, IReadOnlyList<string> NotBegun)
{
    /// <summary>A run of cases that have been read.</summary>
    public RecordedRun(RunFile file, IEnumerable<RecordedCase> cases, IReadOnlyList<string> notBegun)
        : this(file, [.. cases.Select(one => new Func<RecordedCase>(() => one))], notBegun)
    {
    }

    /// <summary>The cases that have begun and of which nothing is known, as their case.json can't be read.</summary>
    public IReadOnlyList<UnreadableCase> Unreadable { get; init; } = [];

    /// <summary>
    /// Reads each case and makes something of it, on as many processors as there are; what is made should be smaller than the case.
    /// </summary>
    /// <returns>What was made, in the order of the cases.</returns>
    public IReadOnlyList<T> Map<T>(Func<RecordedCase, T> make)
    {
        var made = new T[Readers.Count];
        try
        {
            Parallel.For(0, made.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, index =>
                made[index] = make(Readers[index]()));
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }

        return made;
    }

    /// <summary>Reads a run's directory. A case that is damaged says so itself, and leaves the others as they are.</summary>
    /// <exception cref="ReproException">It is not one, its run.json is damaged, or a newer program made it.</exception>
    public static RecordedRun Read(string directory)
    {
        var folder = new RunFolder(directory);
        if (!folder.HasFile(RunDirectory.RunName))
        {
            throw new ReproException(
                FailureKind.BadInput,
                $"{directory} is not the directory of a run: it has no {RunDirectory.RunName}.",
                "Give a directory that repro run made, like results/20260101T120000Z-quick.");
        }

        var file = ReadFile(folder, directory);
        var readers = new List<Func<RecordedCase>>();
        var unreadable = new List<UnreadableCase>();
        var notBegun = new List<string>();
        foreach (var id in file.Cases)
        {
            var place = RunDirectory.CasePlace(id);
            if (!folder.HasFolder(place))
            {
                notBegun.Add(id);
                continue;
            }

            try
            {
                var described = new CaseReader(folder, place).ReadFile();
                if (described.Id != id)
                {
                    throw new DamageException($"{place}/{RunDirectory.CaseName}: id is {described.Id}, and should be that of its folder");
                }

                readers.Add(() => new CaseReader(folder, place).Read(described));
            }
            catch (DamageException exception)
            {
                unreadable.Add(new UnreadableCase(id, exception.Message));
            }
        }

        return new RecordedRun(file, readers, notBegun) { Unreadable = unreadable };
    }

    private static RunFile ReadFile(RunFolder folder, string directory)
    {
        try
        {
            return folder.Read(RunDirectory.RunName, text =>
            {
                // The format comes first: a newer one may lack what this program looks for.
                if (StrictJson.FormatOf(text) is var format and > RunFile.CurrentFormat)
                {
                    throw new ReproException(
                        FailureKind.BadInput,
                        $"{Path.Combine(directory, RunDirectory.RunName)} is of format {format}; this program knows formats up to "
                            + $"{RunFile.CurrentFormat}.",
                        "Use the version of the program that made it, or a later one.");
                }

                var file = StrictJson.Read(text, RunDirectory.Json.RunFile);
                Bounds.Check(file);
                return file;
            });
        }
        catch (DamageException exception)
        {
            throw new ReproException(
                FailureKind.BadInput, Path.Combine(directory, exception.Message), "Restore the file, or run the scenario again.");
        }
    }
}

/// <summary>A case of which nothing is known but its id.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Reason">What is wrong: file, line or key, and why.</param>
public sealed record UnreadableCase(string Id, string Reason);

/// <summary>A case as read back from its folder.</summary>
/// <param name="File">case.json.</param>
/// <param name="End">end.json, or null for a case that was cut off.</param>
/// <param name="Load">Lines of the clients.</param>
/// <param name="Proxy">Lines of the proxy; none where there is none.</param>
/// <param name="Sockets">Samples of all hosts in the order of time; each host's last one has its counters, and no other.</param>
internal sealed record RecordedCase(
    CaseFile File,
    CaseEnd? End,
    IReadOnlyList<TrafficLine> Load,
    IReadOnlyList<TrafficLine> Proxy,
    IReadOnlyList<SocketsLine> Sockets)
{
    /// <summary>
    /// What of its files is not as it was written, with file and line; the rest of them was read. Empty for a case that is whole.
    /// </summary>
    public IReadOnlyList<string> Damage { get; init; } = [];

    /// <summary>What each restart of a service met; none where there are no services.</summary>
    public IReadOnlyList<RestartLine> Restarts { get; init; } = [];

    /// <summary>Lines of the hosts that open the connections to the backends.</summary>
    internal IReadOnlyList<TrafficLine> Openers => LinesOf(File.Upstream.Opener);

    /// <summary>Lines of the hosts of a role that opens connections; of a NAT, of those whose connections it passes on.</summary>
    internal IReadOnlyList<TrafficLine> LinesOf(HostRole opener) => opener switch
    {
        HostRole.Proxy => Proxy,
        // It opens none itself, and says nothing of those that it passes on.
        HostRole.Nat => Openers,
        _ => Load,
    };

    /// <summary>What the host of a line does.</summary>
    internal static HostRole RoleOf(string host) => HostRoles.Of(host) ?? throw new InvalidOperationException($"{host} is no host");

    /// <summary>The same without its lines, once they have been looked at.</summary>
    internal RecordedCase WithoutLines() => this with { Load = [], Proxy = [], Sockets = [], Restarts = [] };

    /// <summary>Reads what this program has just written.</summary>
    /// <param name="run">The run's directory.</param>
    /// <param name="place">The case's folder in it.</param>
    /// <exception cref="ReproException">It can't be read.</exception>
    internal static RecordedCase Read(string run, string place)
    {
        var reader = new CaseReader(new RunFolder(run), place);
        try
        {
            return reader.Read(reader.ReadFile());
        }
        catch (DamageException exception)
        {
            throw new ReproException(
                FailureKind.BadInput, Path.Combine(run, exception.Message), "Leave the run's files alone while it lasts.");
        }
    }
}
