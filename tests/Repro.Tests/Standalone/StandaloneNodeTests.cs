using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Repro.Model;
using Repro.Standalone;
using Repro.Tests.Traffic;

namespace Repro.Tests.Standalone;

/// <summary>Nodes that somebody starts by hand, in this process, over 127/8 and ::1.</summary>
public sealed class StandaloneNodeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly Conditions Short = new() { Load = new Load { Rate = new Rate(50), Duration = TimeSpan.FromSeconds(0.4) } };

    public StandaloneNodeTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "the event loop is Linux's");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Three_nodes_by_hand_carry_a_load_and_each_says_how_it_went(bool isIpv6)
    {
        Assert.SkipWhen(isIpv6 && !Socket.OSSupportsIPv6, "this machine has no IPv6");
        var (listen, target) = isIpv6 ? (Ipv6Place(), Ipv6Place()) : (Place(), Place());
        using var end = new CancellationTokenSource();
        var (backendSays, proxySays, clientSays) = (new StringWriter(), new StringWriter(), new StringWriter());
        var backend = StandaloneNode.RunBackendAsync(Short, [target], backendSays, end.Token);
        var proxy = StandaloneNode.RunProxyAsync(Short, listen, [target], proxySays, TimeProvider.System, end.Token);
        await StandaloneNode.RunClientAsync(Short, listen, 1, 1, clientSays, TimeProvider.System, CancellationToken.None)
            .WaitAsync(Patience);
        await end.CancelAsync();
        await Task.WhenAll(backend, proxy).WaitAsync(Patience);

        Assert.Contains($"sending to {listen} for 0.4 s: share 1 of 1 of 50/s", clientSays.ToString(), StringComparison.Ordinal);
        Assert.Matches(@"\nin all: +\d+ requests, +\d+ answered, +0 failed\s*$", clientSays.ToString());
        Assert.Contains($"listening on {listen}, passing on to {target}", proxySays.ToString(), StringComparison.Ordinal);
        Assert.Equal(Last(clientSays), Last(proxySays));
        Assert.Equal($"listening on {target}\nended\n", $"{backendSays}", ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_an_error_and_no_line_of_an_end()
    {
        using var taken = new HandBackend();
        var says = new StringWriter();

        var error = await Assert.ThrowsAsync<IOException>(
            () => StandaloneNode.RunBackendAsync(Short, [taken.Address.Ip()], says, CancellationToken.None));
        Assert.Equal($"listening on {taken.Address} failed: EADDRINUSE", error.Message);
        Assert.DoesNotContain("ended", says.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whom_it_asks_is_waited_for_a_minute_by_the_clock_and_then_named()
    {
        var time = new FakeTimeProvider();
        var (nobody, says) = (Place(), new StringWriter());
        var client = StandaloneNode.RunClientAsync(Short, nobody, 1, 1, says, time, CancellationToken.None);
        while (!client.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        var error = await Assert.ThrowsAsync<ReproException>(() => client);
        Assert.Equal((FailureKind.NoLab, $"{nobody} has accepted no connection for 60 s: Connection refused"), (error.Kind, error.Message));
        Assert.Equal($"waiting for {nobody}: Connection refused\n", $"{says}", ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task Where_its_words_can_not_be_written_the_role_ends_with_that_error()
    {
        var target = Place();
        using var end = new CancellationTokenSource();
        var backend = StandaloneNode.RunBackendAsync(Short, [target], TextWriter.Null, end.Token);

        // The client asks a backend as well as a proxy. Its line of the first second has nowhere to go, with an hour of load to come.
        var hour = Short with { Load = Short.Load with { Duration = TimeSpan.FromHours(1) } };
        await Assert.ThrowsAsync<IOException>(
            () => StandaloneNode.RunClientAsync(hour, target, 1, 1, new Closing(lines: 1), TimeProvider.System, CancellationToken.None)
                .WaitAsync(Patience));
        await end.CancelAsync();
        await backend.WaitAsync(Patience);
    }

    private static IPEndPoint Ipv6Place() => new(IPAddress.IPv6Loopback, Place().Port);

    private static IPEndPoint Place() => TrafficRig.Free().Ip();

    private static string Last(StringWriter says) => says.ToString().TrimEnd().Split('\n')[^1];

    /// <summary>Takes so many lines, and is closed then.</summary>
    private sealed class Closing(int lines) : StringWriter
    {
        private int left = lines;

        public override Task WriteLineAsync(string? value) => left-- > 0 ? Task.CompletedTask : throw new IOException("Broken pipe");
    }
}
