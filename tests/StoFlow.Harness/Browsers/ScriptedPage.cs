using System.Globalization;
using System.Text.Json;

namespace StoFlow.Harness.Browsers;

/// <summary>What a page does by script, the same in every browser; the rest is the protocol's.</summary>
internal abstract class ScriptedPage : IPage
{
    private static readonly TimeSpan ElementTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ConditionTimeout = TimeSpan.FromSeconds(30);

    public abstract Task NavigateAsync(string url, CancellationToken ct = default);

    public abstract Task ReloadAsync(CancellationToken ct = default);

    public abstract Task CloseAsync(CancellationToken ct = default);

    public async Task<T> EvaluateAsync<T>(string expression, CancellationToken ct = default)
    {
        var json = await RunAsync(PageScripts.AsJson(expression), ct);
        return json is null ? default! : JsonSerializer.Deserialize<T>(json, JsonSerializerOptions.Web)!;
    }

    public async Task ClickAsync(string css, CancellationToken ct = default)
    {
        await BringToFrontAsync(ct);
        var answer = "";
        var point = await Deadline.PollAsync(
            ElementTimeout,
            async () => (answer = await EvaluateAsync<string>(PageScripts.ClickPoint(css), ct)).Split(',') is [var x, var y]
                && int.TryParse(x, CultureInfo.InvariantCulture, out var left) && int.TryParse(y, CultureInfo.InvariantCulture, out var top)
                ? new Point(left, top) : null,
            ct) ?? throw new TimeoutException($"Can't click '{css}': after {ElementTimeout.TotalSeconds:0} s it {answer}. {await SummaryAsync(ct)}");
        await PressAsync(point.X, point.Y, ct);
    }

    public async Task FillAsync(string css, string text, CancellationToken ct = default)
    {
        var filled = await Deadline.PollAsync<object>(
            ElementTimeout, async () => await EvaluateAsync<bool>(PageScripts.Fill(css, text), ct) ? this : null, ct);
        if (filled is null)
            throw new TimeoutException($"Can't fill '{css}': it is not there. {await SummaryAsync(ct)}");
    }

    public async Task WaitForAsync(string condition, TimeSpan? timeout = null, CancellationToken ct = default)
    {
        var limit = timeout ?? ConditionTimeout;
        var lastError = "";
        var met = await Deadline.PollAsync<object>(
            limit,
            async () =>
            {
                try
                {
                    return await EvaluateAsync<bool>($"(async () => !!(await ({condition})))()", ct) ? this : null;
                }
                catch (BrowserException e)
                {
                    // A page that is being replaced has no world to ask in; a condition may also throw until it can hold.
                    lastError = $" Last error: {e.Message}";
                    return null;
                }
            },
            ct);
        if (met is null)
            throw new TimeoutException($"Not true in {limit.TotalSeconds:0.#} s: {condition}.{lastError} {await SummaryAsync(ct)}");
    }

    public async Task ScreenshotAsync(string path, CancellationToken ct = default)
    {
        await BringToFrontAsync(ct);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        await File.WriteAllBytesAsync(path, Convert.FromBase64String(await CaptureAsync(ct)), ct);
    }

    /// <summary>Evaluates a promise of a string or of nothing.</summary>
    protected abstract Task<string?> RunAsync(string expression, CancellationToken ct);

    /// <summary>A pointer's press and release at a point of the viewport, in CSS pixels.</summary>
    protected abstract Task PressAsync(int x, int y, CancellationToken ct);

    /// <summary>The viewport as a PNG in base64.</summary>
    protected abstract Task<string> CaptureAsync(CancellationToken ct);

    /// <summary>Makes it the tab in front: browsers neither paint nor click others.</summary>
    protected abstract Task BringToFrontAsync(CancellationToken ct);

    private async Task<string> SummaryAsync(CancellationToken ct)
    {
        try
        {
            return await EvaluateAsync<string>(PageScripts.Summary, ct);
        }
        catch (Exception e) when (e is BrowserException or TimeoutException)
        {
            return $"(the page can't be asked: {e.Message})";
        }
    }

    private sealed record Point(int X, int Y);
}
