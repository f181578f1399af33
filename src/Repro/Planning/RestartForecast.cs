namespace Repro.Planning;

/// <summary>What restarts of services are to meet.</summary>
/// <param name="Services">Services of all hosts together.</param>
/// <param name="InRange">Those whose ports a connection may be given.</param>
/// <param name="Restarts">Restarts while the load lasts.</param>
/// <param name="TakenShare">Of them, from 0 to 1, those that find their port taken, as a rule; null: too much is sent to tell.</param>
/// <param name="LeastTakenShare">At the least; null as above.</param>
/// <param name="MostTakenShare">At the most; null as above.</param>
public sealed record RestartForecast(
    int Services, int InRange, long Restarts, double? TakenShare, double? LeastTakenShare, double? MostTakenShare);
