namespace StoFlow.Harness.Browsers;

/// <summary>A real browser that this process started. Disposing it kills it.</summary>
public interface IBrowser : IAsyncDisposable
{
    /// <summary><see cref="BrowserKind.Firefox"/> or <see cref="BrowserKind.Chromium"/>.</summary>
    string Kind { get; }

    /// <summary>The id of the browser's main process, which leads a session of its own.</summary>
    int ProcessId { get; }

    /// <summary>The profile in use; give it to a later start to come back as the same browser.</summary>
    string ProfileDirectory { get; }

    /// <summary>Opens a tab, in front, and waits until the page has loaded.</summary>
    Task<IPage> OpenAsync(string url, CancellationToken ct = default);

    /// <summary>As <see cref="OpenAsync"/>, with cookies of its own: a container in Firefox, a private window in Chromium.</summary>
    Task<IPage> OpenApartAsync(string url, CancellationToken ct = default);

    /// <summary>The open tabs, in the browser's own order.</summary>
    Task<IReadOnlyList<IPage>> PagesAsync(CancellationToken ct = default);

    /// <summary>Waits for a tab, opened by anyone, whose address contains <paramref name="urlPart"/>.</summary>
    /// <exception cref="TimeoutException">No such tab came; the message lists the tabs there are.</exception>
    Task<IPage> WaitForPageAsync(string urlPart, TimeSpan timeout, CancellationToken ct = default);

    /// <summary>All cookies of all sites, by name, also those that no script may read.</summary>
    Task<IReadOnlyList<(string Name, string Value)>> CookiesAsync(CancellationToken ct = default);

    /// <summary>The address of a file of the extension, such as <c>popup.html</c>.</summary>
    /// <exception cref="InvalidOperationException">The browser was started without an extension.</exception>
    string ExtensionPageUrl(string file);

    /// <summary>
    /// Takes the network from the browser or gives it back: it knows that there is none, and with <paramref name="cutOff"/> nothing reaches that host from the open tabs.
    /// What else is on this machine, the bridge too, stays in reach. Holds as long as it is attached.
    /// </summary>
    Task SetNetworkAsync(bool there, string? cutOff = null, CancellationToken ct = default);

    /// <summary>Closes the automation connection, so that the extension's background lives and is suspended as for a person.</summary>
    Task DetachAsync(CancellationToken ct = default);

    /// <summary>Opens the automation connection again; pages opened before keep working. Does nothing when attached.</summary>
    Task AttachAsync(CancellationToken ct = default);

    /// <summary>Closes the browser as a person does, and waits until its processes are gone; kills it after 15 seconds.</summary>
    Task QuitAsync(CancellationToken ct = default);

    /// <summary>SIGKILL to the browser and all its processes, by id; returns when none is left.</summary>
    Task KillAsync(CancellationToken ct = default);

    /// <summary>Starts a browser and attaches to it; the extension is installed when this returns.</summary>
    /// <exception cref="BrowserException">It did not start; the message holds the browser's own last lines.</exception>
    static async Task<IBrowser> StartAsync(BrowserOptions options, CancellationToken ct = default) => options.Kind switch
    {
        BrowserKind.Firefox => await FirefoxBrowser.StartAsync(options, ct),
        BrowserKind.Chromium => await ChromiumBrowser.StartAsync(options, ct),
        _ => throw new ArgumentException($"Unknown browser '{options.Kind}': use \"firefox\" or \"chromium\".", nameof(options)),
    };
}
