using System.Net.Sockets;
using Repro.Knobs;
using Repro.Labs;
using Repro.Linux;
using Repro.Model;
using Repro.Nodes;
using Repro.Planning;
using Repro.Proxies;
using Repro.Recording;

namespace Repro.Deployment;

/// <summary>Where a run's labs are brought up, and what the machine there is like.</summary>
public sealed class LabSite : IAsyncDisposable
{
    private readonly ILabKind kind;
    private readonly ILabSite site;
    private readonly MachineSurvey survey;

    private LabSite(ILabKind kind, ILabSite site, MachineSurvey survey)
    {
        this.kind = kind;
        this.site = site;
        this.survey = survey;
    }

    /// <summary>The lab's kind.</summary>
    internal string Kind => kind.Name;

    /// <summary>Versions there of the programs that are proxies, by name.</summary>
    internal IReadOnlyDictionary<string, string> Proxies => site.ProxyVersions;

    /// <summary>The kernel there.</summary>
    internal Kernel Kernel => new() { Hertz = survey.Hertz, Has = need => survey.Has.Contains(need.Name) };

    /// <summary>
    /// What carries the load: all processors, and half of the memory: the kernel's sockets and everybody else need some too.
    /// </summary>
    internal MachineSize Size => new(survey.Processors, survey.MemoryBytes / 2);

    /// <summary>What a host takes from the machine beyond what its node takes by itself, as a factor.</summary>
    internal double HostOverhead => kind.HostOverhead;

    /// <summary>Descriptors that a node may have; null where that is not known.</summary>
    internal int? OpenFiles => survey.OpenFiles;

    /// <summary>What is recorded of the machine.</summary>
    internal MachineFacts Machine => new()
    {
        Kernel = survey.Kernel,
        Hertz = survey.Hertz,
        Processors = survey.Processors,
        Runtime = survey.Runtime,
        Architecture = survey.Architecture,
        Engine = site.Software,
    };

    /// <summary>Gets a place for labs ready, and finds out what is there.</summary>
    /// <param name="kind">The kind of the labs.</param>
    /// <param name="plan">What is to run in them.</param>
    /// <param name="say">Told what takes long, in a sentence each.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the opening; what was begun is taken down.</param>
    /// <exception cref="ReproException">There is no such kind, no lab can be had, or not for some case.</exception>
    public static Task<LabSite> OpenAsync(
        string kind, Plan plan, Action<string> say, TimeProvider time, CancellationToken cancellationToken) =>
        OpenAsync(LabKinds.Of(kind), plan, say, time, cancellationToken);

    /// <inheritdoc cref="OpenAsync(string, Plan, Action{string}, TimeProvider, CancellationToken)"/>
    internal static async Task<LabSite> OpenAsync(
        ILabKind kind, Plan plan, Action<string> say, TimeProvider time, CancellationToken cancellationToken)
    {
        HostCheck.Refuse(kind, plan);
        if (kind.IsHere)
        {
            CommandCheck.Refuse(plan);
        }

        var opened = await kind.OpenAsync(ProgramsIn(plan), say, time, cancellationToken);
        try
        {
            var found = kind.IsHere
                ? Survey.Take()
                : await WhileThereAsync(opened, token => SurveyQuestion.AskAsync(opened, time, token), cancellationToken);
            // Elsewhere no host passes anything on (WhyNot of the kinds), so that this process has the hosts' kernel.
            NetworkCheck.Refuse(found, plan, SourceNat.WhyNot);
            return new LabSite(kind, opened, found);
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => site.DisposeAsync();

    /// <summary>A lab that can be brought up.</summary>
    internal ILab CreateLab(string name, IReadOnlyList<HostSpec> hosts, IpFamily family) => site.CreateLab(
        name, hosts, family == IpFamily.Ipv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork);

    /// <summary>Does what needs labs, and gives it up when none can be had any more.</summary>
    /// <exception cref="ReproException">None can.</exception>
    internal Task<T> WhileThereAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        WhileThereAsync(site, work, cancellationToken);

    private static async Task<T> WhileThereAsync<T>(
        ILabSite site, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, site.Lost);
        try
        {
            return await work(ends.Token);
        }
        catch (OperationCanceledException) when (site.Failure is not null && !cancellationToken.IsCancellationRequested)
        {
            throw site.Failure;
        }
    }

    private static IReadOnlyList<IProxyProgram> ProgramsIn(Plan plan) =>
    [
        .. plan.Cases.Where(planned => planned.PredictedOnly is null).Select(planned => ProxyKinds.Of(planned.Conditions.Proxy).Program)
            .OfType<IProxyProgram>().Distinct(),
    ];
}
