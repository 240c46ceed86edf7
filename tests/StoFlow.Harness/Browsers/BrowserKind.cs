namespace StoFlow.Harness.Browsers;

/// <summary>The browsers the harness can drive, by the names that tests and reports use.</summary>
public static class BrowserKind
{
    /// <summary>Firefox or Firefox ESR, driven by WebDriver BiDi.</summary>
    public const string Firefox = "firefox";

    /// <summary>Chromium or Google Chrome, driven by the DevTools protocol.</summary>
    public const string Chromium = "chromium";
}
