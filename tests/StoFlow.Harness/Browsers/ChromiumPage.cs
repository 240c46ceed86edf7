using System.Text.Json;
using System.Text.Json.Nodes;

namespace StoFlow.Harness.Browsers;

/// <summary>A tab of Chromium: a target, whose id outlives navigations and connections.</summary>
internal sealed class ChromiumPage(ChromiumBrowser browser, string target) : ScriptedPage
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(10);
    private (AutomationSocket Socket, string Id)? _session;

    public override async Task NavigateAsync(string url, CancellationToken ct = default)
    {
        var before = await LoaderAsync(ct);
        var answer = await CallAsync("Page.navigate", new() { ["url"] = url }, ct);
        if (answer.TryGetProperty("errorText", out var error) && error.GetString() is { Length: > 0 } text)
            throw new BrowserException($"Can't open {url}: {text}");
        if (answer.TryGetProperty("loaderId", out _)) // none: only the fragment changed
            await LoadedAsync(before, url, ct);
    }

    public override async Task ReloadAsync(CancellationToken ct = default)
    {
        var before = await LoaderAsync(ct);
        await CallAsync("Page.reload", [], ct);
        await LoadedAsync(before, "the page again", ct);
    }

    public override async Task CloseAsync(CancellationToken ct = default)
    {
        try
        {
            await browser.Socket.CallAsync("Target.closeTarget", new() { ["targetId"] = target }, ct);

            // That is answered before the tab is gone, and what begins meanwhile may end with it.
            var gone = await Deadline.PollAsync<object>(CloseTimeout, async () => await IsThereAsync(ct) ? null : this, ct);
            if (gone is null) throw new BrowserException($"The tab does not close within {CloseTimeout.TotalSeconds} s.");
        }
        catch (BrowserException e) when (e.Message.Contains("No target with given id", StringComparison.Ordinal))
        {
            // Closed already, by the page or by a person.
        }
    }

    private async Task<bool> IsThereAsync(CancellationToken ct) =>
        (await browser.Socket.CallAsync("Target.getTargets", [], ct)).GetProperty("targetInfos").EnumerateArray()
        .Any(other => other.GetProperty("targetId").ValueEquals(target));

    protected override async Task<string?> RunAsync(string expression, CancellationToken ct)
    {
        var answer = await CallAsync(
            "Runtime.evaluate", new() { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true }, ct);
        if (answer.TryGetProperty("exceptionDetails", out var thrown))
        {
            var text = thrown.TryGetProperty("exception", out var e) && e.TryGetProperty("description", out var words)
                ? words
                : thrown.GetProperty("text");
            throw new BrowserException($"The page's script threw: {text.GetString()}");
        }

        return answer.GetProperty("result").TryGetProperty("value", out var value) ? value.GetString() : null;
    }

    protected override async Task PressAsync(int x, int y, CancellationToken ct)
    {
        foreach (var type in (string[])["mouseMoved", "mousePressed", "mouseReleased"])
        {
            var pressed = type is not "mouseMoved";
            await CallAsync(
                "Input.dispatchMouseEvent",
                new() { ["type"] = type, ["x"] = x, ["y"] = y, ["button"] = pressed ? "left" : "none", ["clickCount"] = pressed ? 1 : 0 },
                ct);
        }
    }

    protected override async Task<string> CaptureAsync(CancellationToken ct) =>
        (await CallAsync("Page.captureScreenshot", new() { ["format"] = "png" }, ct)).GetProperty("data").GetString()!;

    protected override async Task BringToFrontAsync(CancellationToken ct) => await CallAsync("Page.bringToFront", [], ct);

    private async Task<string> LoaderAsync(CancellationToken ct) =>
        (await CallAsync("Page.getFrameTree", [], ct)).GetProperty("frameTree").GetProperty("frame").GetProperty("loaderId").GetString()!;

    private async Task LoadedAsync(string before, string what, CancellationToken ct)
    {
        var loaded = await Deadline.PollAsync<object>(
            browser.CallTimeout,
            async () => !before.Equals(await LoaderAsync(ct), StringComparison.Ordinal) && await IsCompleteAsync(ct) ? this : null,
            ct);
        if (loaded is null)
            throw new TimeoutException($"Loading {what} took over {browser.CallTimeout.TotalSeconds:0} s.");
    }

    private async Task<bool> IsCompleteAsync(CancellationToken ct)
    {
        try
        {
            return await EvaluateAsync<bool>(PageScripts.Loaded, ct);
        }
        catch (BrowserException)
        {
            return false; // the document was replaced while it was asked
        }
    }

    private async Task<JsonElement> CallAsync(string method, JsonObject parameters, CancellationToken ct)
    {
        var socket = browser.Socket;
        if (_session is not { } session || session.Socket != socket)
        {
            var attached = await socket.CallAsync("Target.attachToTarget", new() { ["targetId"] = target, ["flatten"] = true }, ct);
            _session = session = (socket, attached.GetProperty("sessionId").GetString()!);
        }

        return await socket.CallAsync(method, parameters, ct, session.Id);
    }
}
