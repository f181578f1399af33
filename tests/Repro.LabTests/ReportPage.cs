using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace Repro.LabTests;

/// <summary>A report that is open in a browser.</summary>
internal sealed class ReportPage : IAsyncDisposable
{
    private static readonly string Probe = ReadProbe();

    private readonly Uri address;
    private readonly ConcurrentQueue<string> complaints = [];

    private ReportPage(IPage page, Uri address)
    {
        (Page, this.address) = (page, address);
        page.Console += (_, message) => complaints.Enqueue($"console: {message.Text}");
        page.PageError += (_, error) => complaints.Enqueue($"error: {error}");
        page.Dialog += async (_, dialog) =>
        {
            complaints.Enqueue($"dialog: {dialog.Message}");
            await dialog.DismissAsync();
        };
        page.Request += (_, request) =>
        {
            if (request.Url != address.AbsoluteUri)
            {
                complaints.Enqueue($"request: {request.Url}");
            }
        };
    }

    public IPage Page { get; }

    /// <summary>What a page must not do, and did: errors, words on the console, dialogs, requests.</summary>
    public IReadOnlyCollection<string> Complaints => complaints;

    /// <summary>What stands under the pointer or the focus; null where nothing does.</summary>
    public Task<string?> TipAsync() =>
        AskAsync<string?>("() => { const tip = document.getElementById('tip'); return tip.checkVisibility() ? tip.textContent : null; }");

    public static async Task<ReportPage> OpenAsync(IPage page, Uri address)
    {
        var report = new ReportPage(page, address);
        await page.AddInitScriptAsync(Probe);
        await page.GotoAsync(address.AbsoluteUri);
        return report;
    }

    public async Task<T> AskAsync<T>(string function, params object[] arguments)
    {
        var answer = await Page.EvaluateAsync<string?>($"async args => JSON.stringify(await ({function})(...args))", arguments);
        return answer is null ? default! : JsonSerializer.Deserialize<T>(answer, JsonSerializerOptions.Web)!;
    }

    /// <summary>How many elements a selector finds that can be seen.</summary>
    public Task<int> SeenAsync(string selector) => AskAsync<int>("selector => probe.seen(selector).length", selector);

    /// <summary>Moves the pointer to a point of a figure, in pixels of its drawing.</summary>
    public async Task HoverAsync(string figure, double x, double y) =>
        await MoveAsync(await AskAsync<double[]>("(...place) => probe.place(...place)", figure, x, y));

    /// <summary>Moves the pointer onto the middle of the mark that says something.</summary>
    public async Task HoverAsync(string figure, string saying) =>
        await MoveAsync(await AskAsync<double[]>("(...mark) => probe.mark(...mark)", figure, saying));

    /// <summary>Moves the pointer where nothing is.</summary>
    public Task LeaveAsync() => Page.Mouse.MoveAsync(1, 1);

    public async ValueTask DisposeAsync() => await Page.CloseAsync();

    private Task MoveAsync(double[] point) => Page.Mouse.MoveAsync((float)point[0], (float)point[1]);

    private static string ReadProbe()
    {
        using var reader = new StreamReader(typeof(ReportPage).Assembly.GetManifestResourceStream("probe.js")!);
        return reader.ReadToEnd();
    }
}
