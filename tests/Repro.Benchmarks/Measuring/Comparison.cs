namespace Repro.Benchmarks.Measuring;

/// <summary>Contenders measured in turn, A B C A B C, so that what else the machine does meets all of them alike.</summary>
internal sealed class Comparison
{
    private readonly Dictionary<string, List<Dictionary<string, double>?>> rounds = [];
    private readonly Dictionary<string, string> problems = [];

    /// <summary>Why a contender lacks rounds, by its name.</summary>
    public IReadOnlyDictionary<string, string> Problems => problems;

    public static async Task<Comparison> RunAsync(
        IReadOnlyList<Contender> contenders, int rounds, Action<string> log, CancellationToken cancellationToken)
    {
        var comparison = new Comparison();
        var missing = new HashSet<string>();
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var contender in contenders)
            {
                Dictionary<string, double>? values = null;
                try
                {
                    values = missing.Contains(contender.Name) ? null : await contender.MeasureAsync(cancellationToken);
                }
                catch (UnmeasurableException exception)
                {
                    missing.Add(contender.Name);
                    comparison.problems[contender.Name] = exception.Message;
                }
                catch (Exception exception)
                    when (exception is IOException or TimeoutException or FormatException or System.Text.Json.JsonException)
                {
                    comparison.problems[contender.Name] = exception.Message;
                }

                comparison.Add(contender.Name, values);
                var said = values is null
                    ? comparison.problems.GetValueOrDefault(contender.Name)
                    : string.Join(", ", values.Select(pair => $"{pair.Key} {Series.Text(pair.Value)}"));
                log($"  {round}/{rounds} {contender.Name}: {said}");
            }
        }

        return comparison;
    }

    /// <summary>What a contender came to; empty where it was never measured.</summary>
    public Series this[string contender, string value] => new(
        [.. rounds.GetValueOrDefault(contender, [])
            .Select(round => round is not null && round.TryGetValue(value, out var number) ? number : (double?)null)]);

    /// <summary>Why there is no value of a contender.</summary>
    public string Reason(string contender) => problems.GetValueOrDefault(contender, "it said nothing");

    public void Add(string contender, Dictionary<string, double>? values)
    {
        if (!rounds.TryGetValue(contender, out var list))
        {
            rounds[contender] = list = [];
        }

        list.Add(values);
    }
}
