using System.Text.Json.Nodes;

namespace StoFlow.Harness.Browsers;

/// <summary>A tab of Firefox: a top-level browsing context, whose id outlives navigations and sessions.</summary>
internal sealed class FirefoxPage(FirefoxBrowser browser, string context) : ScriptedPage
{
    public override async Task NavigateAsync(string url, CancellationToken ct = default) =>
        await browser.Socket.CallAsync("browsingContext.navigate", Here(new() { ["url"] = url, ["wait"] = "complete" }), ct);

    public override async Task ReloadAsync(CancellationToken ct = default) =>
        await browser.Socket.CallAsync("browsingContext.reload", Here(new() { ["wait"] = "complete" }), ct);

    public override async Task CloseAsync(CancellationToken ct = default)
    {
        try
        {
            await browser.Socket.CallAsync("browsingContext.close", Here([]), ct);
        }
        catch (BrowserException e) when (e.Message.Contains("no such frame", StringComparison.Ordinal))
        {
            // Closed already, by the page or by a person.
        }
    }

    /// <summary>Evaluates a promise of a string, or of nothing, in any context of any scope.</summary>
    public static async Task<string?> EvaluateAsync(AutomationSocket socket, string context, string expression, CancellationToken ct)
    {
        var answer = await socket.CallAsync(
            "script.evaluate",
            new JsonObject
            {
                ["expression"] = expression,
                ["target"] = new JsonObject { ["context"] = context },
                ["awaitPromise"] = true,
                ["resultOwnership"] = "none",
            },
            ct);
        if (answer.TryGetProperty("exceptionDetails", out var thrown))
            throw new BrowserException($"The page's script threw: {thrown.GetProperty("text").GetString()}");
        return answer.GetProperty("result").TryGetProperty("value", out var value) ? value.GetString() : null;
    }

    protected override Task<string?> RunAsync(string expression, CancellationToken ct) =>
        EvaluateAsync(browser.Socket, context, expression, ct);

    protected override async Task PressAsync(int x, int y, CancellationToken ct)
    {
        var pointer = new JsonObject
        {
            ["type"] = "pointer",
            ["id"] = "mouse",
            ["actions"] = new JsonArray(
                new JsonObject { ["type"] = "pointerMove", ["x"] = x, ["y"] = y },
                new JsonObject { ["type"] = "pointerDown", ["button"] = 0 },
                new JsonObject { ["type"] = "pointerUp", ["button"] = 0 }),
        };
        await browser.Socket.CallAsync("input.performActions", Here(new() { ["actions"] = new JsonArray(pointer) }), ct);
    }

    protected override async Task<string> CaptureAsync(CancellationToken ct) =>
        (await browser.Socket.CallAsync("browsingContext.captureScreenshot", Here([]), ct)).GetProperty("data").GetString()!;

    protected override async Task BringToFrontAsync(CancellationToken ct) =>
        await browser.Socket.CallAsync("browsingContext.activate", Here([]), ct);

    private JsonObject Here(JsonObject parameters)
    {
        parameters["context"] = context;
        return parameters;
    }
}
