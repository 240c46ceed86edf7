namespace StoFlow.Harness.Browsers;

/// <summary>What to start, with which extension and which profile.</summary>
public sealed record BrowserOptions
{
    /// <summary><see cref="BrowserKind.Firefox"/> or <see cref="BrowserKind.Chromium"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The built plugin: a folder with its <c>manifest.json</c>. Null starts a browser without it.</summary>
    public string? ExtensionDirectory { get; init; }

    /// <summary>The profile to use, made when missing and kept afterwards. Null makes one that goes when the browser is disposed.</summary>
    public string? ProfileDirectory { get; init; }

    /// <summary>The loopback HTTPS port that plays the sites. Null leaves every site unreachable.</summary>
    public int? SitePort { get; init; }

    /// <summary>Host names that the sandbox plays; every other name but <c>localhost</c> is unreachable.</summary>
    public IReadOnlyList<string> SiteHosts { get; init; } = ["www.vinted.fr"];

    /// <summary>More Firefox preferences (bool, int or string); they win over the harness's own. Chromium ignores them.</summary>
    public IReadOnlyDictionary<string, object> Preferences { get; init; } = new Dictionary<string, object>(StringComparer.Ordinal);

    /// <summary>More command line arguments, put last.</summary>
    public IReadOnlyList<string> ExtraArguments { get; init; } = [];

    /// <summary>Told every line that the browser prints, the console of its pages and of the plugin included. Runs on any thread.</summary>
    public Action<string>? Printed { get; init; }

    /// <summary>False shows the windows; needs a display. Default: true.</summary>
    public bool Headless { get; init; } = true;

    /// <summary>How long a start may take before it fails. Default: 90 seconds, for a machine with other work to do.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>How long one call to the browser may take. Default: 60 seconds.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
