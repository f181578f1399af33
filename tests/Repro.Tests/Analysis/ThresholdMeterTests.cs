using Repro.Analysis;
using Repro.Recording;

namespace Repro.Tests.Analysis;

public sealed class ThresholdMeterTests
{
    private const double Hold = 5;

    [Theory]
    [InlineData(4.0, 10)]
    [InlineData(4.05, 10)]
    [InlineData(9.0, 10)]
    public void A_square_wave_has_its_mean_over_whole_periods(double firstFailure, double perSecond) =>
        Assert.Equal(perSecond, ThresholdMeter.Measure(SquareWave(seconds: 14.1), firstFailure, Hold)!.Value, 6);

    [Fact]
    public void What_lies_beyond_the_last_whole_period_does_not_count()
    {
        var recorded = SquareWave(seconds: 14);
        var busy = recorded with { Load = [.. recorded.Load.Select(line => line.T > 3.95 && line.T < 8.95 ? line : line with { Ok = 1000 })] };

        Assert.Equal(10, ThresholdMeter.Measure(busy with { File = busy.File with { DurationSeconds = 13 } }, 4, Hold)!.Value, 6);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(9.2)]
    public void Without_a_failure_or_a_whole_period_after_it_there_is_no_threshold(double? firstFailure) =>
        Assert.Null(ThresholdMeter.Measure(SquareWave(seconds: 14.1), firstFailure, Hold));

    // Five requests a bin for one second of every five: ten a second on average.
    private static RecordedCase SquareWave(double seconds) => new CaseBuilder { Duration = seconds }.Build() with
    {
        Load =
        [
            .. Enumerable.Range(0, (int)Math.Round(seconds * 10)).Select(bin =>
                new TrafficLine { Host = "client-1", T = bin * CaseBuilder.BinSeconds, Ok = bin % 50 < 10 ? 5 : 0 }),
        ],
    };
}
