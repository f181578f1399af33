using PuppeteerSharp;

namespace Repro.LabTests;

/// <summary>A headless Chromium of the machine's own, one for all tests of a page. Nothing is downloaded.</summary>
public sealed class Chromium : IAsyncLifetime
{
    public const string Tests = "the report in a browser";

    private const int Height = 1000;

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private static readonly string[] Arguments =
    [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private static readonly string? Program = Names.Select(ServerProgram.PathOf).FirstOrDefault(path => path is not null);

    private readonly Scratch scratch = new();
    private IBrowser? browser;

    public async Task InitializeAsync()
    {
        // Where there is none each test says so itself.
        if (Program is not null)
        {
            browser = await Puppeteer.LaunchAsync(new LaunchOptions
            {
                ExecutablePath = Program,
                Args = Arguments,
                UserDataDir = scratch.Path("profile"),
            });
        }
    }

    /// <summary>Opens a report from its file.</summary>
    /// <param name="report">One of <see cref="SyntheticReport"/>.</param>
    /// <param name="width">Of the window, in pixels.</param>
    /// <param name="dark">Whether the system is dark.</param>
    /// <param name="scripts">Whether the page's scripts run.</param>
    /// <param name="print">Whether it is as on paper.</param>
    internal async Task<ReportPage> OpenAsync(string report, int width = 1200, bool dark = false, bool scripts = true, bool print = false)
    {
        Requirement.Check(Requirement.Chromium, browser is null ? $"none of {string.Join(", ", Names)} is installed" : null);
        var file = scratch.Write($"{report}.html", SyntheticReport.Named(report).Html);
        var page = await browser!.NewPageAsync();
        await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = Height });
        // In one command: each replaces all of what the one before it said.
        await page.Client.SendAsync("Emulation.setEmulatedMedia", new
        {
            media = print ? "print" : "screen",
            features = new[] { new { name = "prefers-color-scheme", value = dark ? "dark" : "light" } },
        });
        await page.SetJavaScriptEnabledAsync(scripts);
        return await ReportPage.OpenAsync(page, new Uri(file));
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.CloseAsync();
        }

        scratch.Dispose();
    }
}

[CollectionDefinition(Chromium.Tests)]
public sealed class ChromiumTests : ICollectionFixture<Chromium>;
