using Repro.Planning;

namespace Repro.Deployment;

/// <summary>Which of the programs that a plan's commands are a machine does not have, before a lab is brought up there in vain.</summary>
internal static class CommandCheck
{
    private static readonly Dictionary<string, string> Packages = new()
    {
        ["ab"] = "apache2-utils",
        ["h2load"] = "nghttp2-client",
        ["hey"] = "hey",
        ["wrk"] = "wrk",
        ["curl"] = "curl",
        ["siege"] = "siege",
        ["httperf"] = "httperf",
        ["vegeta"] = "vegeta",
        ["python3"] = "python3",
        ["node"] = "nodejs",
    };

    /// <summary>Refuses a plan that has such commands.</summary>
    /// <exception cref="ReproException">It has.</exception>
    public static void Refuse(Plan plan)
    {
        var missing = plan.Cases.Where(planned => planned.PredictedOnly is null)
            .Select(planned => planned.Conditions.Load.Command).OfType<Model.CommandLine>()
            .Where(command => !IsThere(command.Program))
            .DistinctBy(command => command.Program)
            .ToList();
        if (missing.Count > 0)
        {
            var packages = missing.Select(command => Packages.GetValueOrDefault(command.Name)).OfType<string>().Distinct().ToList();
            throw new ReproException(
                FailureKind.NoLab,
                $"{string.Join(", ", missing.Select(command => command.Program))}: no such program is "
                    + "there, or on the PATH, and the scenario asks for it (load.command).",
                packages.Count > 0
                    ? $"Install it; on Debian and Ubuntu: sudo apt-get install {string.Join(' ', packages)}."
                    : "Install it, or write its whole path.");
        }
    }

    private static bool IsThere(string program) =>
        program.Contains('/', StringComparison.Ordinal) ? File.Exists(program) : Subprocess.Find(program) is not null;
}
