namespace StoFlow.Harness.Browsers;

/// <summary>A tab and the address it had when it was listed.</summary>
internal sealed record BrowserTab(string Url, IPage Page);
