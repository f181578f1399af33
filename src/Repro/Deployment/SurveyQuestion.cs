using System.Net.Sockets;
using System.Text.Json;
using Repro.Labs;
using Repro.Nodes;
using Repro.Recording;

namespace Repro.Deployment;

/// <summary>Asks a node what the machine is like where labs are brought up elsewhere than here.</summary>
internal static class SurveyQuestion
{
    private const string Host = "surveyor";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Brings a host up for it, and down again.</summary>
    /// <exception cref="ReproException">No lab can be had, or its node does not answer.</exception>
    public static async Task<MachineSurvey> AskAsync(ILabSite site, TimeProvider time, CancellationToken cancellationToken)
    {
        var host = new HostSpec(Host, 1, new Dictionary<string, string>());
        await using var lab = site.CreateLab("survey", [host], AddressFamily.InterNetwork);
        await lab.UpAsync(cancellationToken);
        await using var process = lab.StartNode(Host, NodeSpec.SurveyRole);
        process.WriteLine(JsonSerializer.Serialize(new NodeSpec { Host = Host, SamplingPhase = 0 }, NodeJson.Default.NodeSpec));
        using var patience = new CancellationTokenSource(Limit, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await foreach (var line in process.Output.ReadAllAsync(limit.Token))
            {
                if (JsonSerializer.Deserialize(line, LineJson.Default.NodeLine)?.Survey is { } survey)
                {
                    return survey;
                }
            }

            throw site.BadNode("ended without a word");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw site.BadNode($"said nothing within {Limit.TotalSeconds:0} s");
        }
    }
}
