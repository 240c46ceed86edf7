namespace StoFlow.Harness.Browsers;

/// <summary>One tab of a browser, found again after navigations and after a detach.</summary>
public interface IPage
{
    /// <summary>Goes to an address and waits until the page has loaded.</summary>
    Task NavigateAsync(string url, CancellationToken ct = default);

    /// <summary>Loads the page again and waits until it has loaded.</summary>
    Task ReloadAsync(CancellationToken ct = default);

    /// <summary>Evaluates a JavaScript expression in the page's own world, awaits it when it is a promise, and reads its JSON.</summary>
    /// <exception cref="BrowserException">The expression threw, or has no JSON form.</exception>
    Task<T> EvaluateAsync<T>(string expression, CancellationToken ct = default);

    /// <summary>
    /// Waits until the element can be clicked, then clicks its middle with a real pointer: the page sees a user's gesture.
    /// Brings the tab to the front.
    /// </summary>
    /// <exception cref="TimeoutException">It was missing, hidden, disabled or covered for 10 seconds; the message says which.</exception>
    Task ClickAsync(string css, CancellationToken ct = default);

    /// <summary>Sets the value of an input, text area or select, and sends <c>input</c> and <c>change</c>.</summary>
    /// <exception cref="TimeoutException">There was no such element for 10 seconds.</exception>
    Task FillAsync(string css, string text, CancellationToken ct = default);

    /// <summary>Waits until an expression (or the promise it gives) is truthy, across navigations. Default: 15 seconds.</summary>
    /// <exception cref="TimeoutException">It never was; the message shows the page's address and its first text.</exception>
    Task WaitForAsync(string condition, TimeSpan? timeout = null, CancellationToken ct = default);

    /// <summary>Writes what the tab shows as a PNG file. Brings the tab to the front.</summary>
    Task ScreenshotAsync(string path, CancellationToken ct = default);

    /// <summary>Closes the tab; nothing happens when it is closed already.</summary>
    Task CloseAsync(CancellationToken ct = default);
}
