using Repro.Analysis;
using Repro.Deployment;
using Repro.Model;
using Repro.Planning;
using Repro.Progress;
using Repro.Recording;
using Repro.Scenarios;

namespace Repro.Orchestration;

/// <summary>
/// A small lab before the cases, which measures what they stand on: how long TIME_WAIT is set to last, and what a request takes from
/// the machine. It is recorded like a case.
/// </summary>
internal static class CalibrationRun
{
    // Long enough for a second dump of the sockets, and for a mean over some hundreds of requests.
    private static readonly Scenario Scenario = new()
    {
        Name = "calibration",
        Conditions = new Conditions
        {
            Load = new Load { Rate = new Rate(300), Duration = TimeSpan.FromSeconds(1.2) },
            Clients = new Clients { Count = 1 },
            Backends = new Backends { Count = 1 },
        },
    };

    /// <summary>Runs it.</summary>
    /// <param name="site">Where labs are brought up.</param>
    /// <param name="directory">The run's directory.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the calibration early; its lab is taken down.</param>
    /// <exception cref="ReproException">No lab can be had.</exception>
    public static async Task<Calibration> RunAsync(LabSite site, string directory, TimeProvider time, CancellationToken cancellationToken)
    {
        var planned = Planner.Create(Scenario, site.Kernel).Plan.Cases[0];
        var folder = RunDirectory.CalibrationFolder(directory);
        await using (var run = new CaseRun(planned, 0, site, "calibration", folder, new CaseProgress(planned), time))
        {
            await run.PrepareAsync(cancellationToken);
            await run.RunAsync(cancellationToken);
        }

        return Calibration.Of(RecordedCase.Read(directory, RunDirectory.CalibrationPlace));
    }
}
