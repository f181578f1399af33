using Microsoft.Playwright;

namespace Repro.LabTests;

/// <summary>A headless Chromium of the machine's own, one for all tests of a page. Nothing is downloaded.</summary>
public sealed class Chromium : IAsyncLifetime
{
    public const string Tests = "the report in a browser";

    private const int Height = 1000;

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private static readonly string[] Arguments =
    [
        "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private static readonly string? Program = Names.Select(InstalledProgram.PathOf).FirstOrDefault(path => path is not null);

    private readonly Scratch scratch = new();
    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        // Where there is none each test says so itself.
        if (Program is not null)
        {
            playwright = await Playwright.CreateAsync();
            browser = await playwright.Chromium.LaunchAsync(
                new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = Arguments, ChromiumSandbox = false });
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
        var page = await browser!.NewPageAsync(new BrowserNewPageOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = Height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = scripts,
        });
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = print ? Media.Print : Media.Screen });
        return await ReportPage.OpenAsync(page, new Uri(file));
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.CloseAsync();
        }

        playwright?.Dispose();

        scratch.Dispose();
    }
}

[CollectionDefinition(Chromium.Tests)]
public sealed class ChromiumTests : ICollectionFixture<Chromium>;
