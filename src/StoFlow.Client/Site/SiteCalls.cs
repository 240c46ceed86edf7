using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;
using StoFlow.Protocol.Shapes;

namespace StoFlow.Client;

/// <summary>Calls of the site's API through the bridge, each checked for errors and against its shape.</summary>
internal sealed class SiteCalls(BridgeClient bridge, VintedClientOptions options)
{
    private readonly SiteFinder _finder = new(bridge, options);
    private readonly DriftWatch _drift = new(options.OnDrift);

    public BridgeClient Bridge => bridge;

    public VintedClientOptions Options => options;

    public TimeProvider Time => options.Bridge.Time;

    public ValueTask<Protocol.Policy.Site> SiteAsync(CancellationToken cancel) => _finder.FindAsync(cancel);

    /// <param name="path">Below <c>/api/v2/</c>, without a slash before it.</param>
    /// <param name="shape">What the answer must hold.</param>
    /// <param name="cancel">Stops the waiting.</param>
    /// <param name="headers">Beside those that the plugin adds.</param>
    /// <param name="at">The site, where the caller knows it already.</param>
    public async Task<JsonElement> ReadAsync(
        string path, Shape shape, CancellationToken cancel, IReadOnlyDictionary<string, string>? headers = null, Protocol.Policy.Site? at = null)
    {
        var site = at ?? await SiteAsync(cancel).ConfigureAwait(false);
        var request = Envelope(CommandAction.Request, options.Timeout) with { Site = site.Host, Request = new RequestBody(Url(site, path), Headers: headers) };
        var answer = await ExecuteAsync(request, null, cancel).ConfigureAwait(false);
        return Checked(answer, shape);
    }

    public async Task<JsonElement> WriteAsync(SiteWrite write, string key, CancellationToken cancel)
    {
        var site = await SiteAsync(cancel).ConfigureAwait(false);
        var body = new RequestBody(
            Url(site, write.Path),
            write.Method,
            write.Headers,
            write.Body is null ? null : JsonSerializer.SerializeToElement(write.Body, ClientJson.Default.JsonNode),
            ContentType: write.Files is null ? null : "multipart",
            Files: write.Files);
        var answer = await ExecuteAsync(Envelope(CommandAction.Request, options.WriteTimeout) with { Site = site.Host, Request = body }, key, cancel).ConfigureAwait(false);
        return Checked(answer, write);
    }

    /// <summary>Several reads at once; the answers in the order asked, errors as they are.</summary>
    public async Task<IReadOnlyList<ExecuteAnswer>> ReadAllAsync(IReadOnlyList<string> paths, IReadOnlyDictionary<string, string> headers, CancellationToken cancel)
    {
        var site = await SiteAsync(cancel).ConfigureAwait(false);
        var request = Envelope(CommandAction.Batch, options.Timeout) with { Site = site.Host, Requests = [.. paths.Select(path => new RequestBody(Url(site, path), Headers: headers))] };
        return [.. Each(await ExecuteAsync(request, null, cancel).ConfigureAwait(false))];
    }

    public async Task<ExecuteAnswer> ExecuteAsync(ExecuteRequest request, string? key, CancellationToken cancel)
    {
        try
        {
            return await bridge.ExecuteAsync(request, key, cancel).ConfigureAwait(false);
        }
        catch (NotSignedInException)
        {
            _finder.Forget();
            throw;
        }
    }

    public JsonElement Checked(ExecuteAnswer answer, Shape shape)
    {
        var data = SiteAnswer.Require(answer, write: false, Time);
        Check(data, shape);
        return data;
    }

    public JsonElement Checked(ExecuteAnswer answer, SiteWrite write)
    {
        var data = write.Unwrap(SiteAnswer.Require(answer, write: true, Time));
        try
        {
            Check(data, write.Shape);
        }
        catch (SiteException drift) when (drift.Code == ClientErrorCode.Drift)
        {
            throw SiteAnswer.Unreadable(drift, answer.Status, answer.CommandId);
        }

        return data;
    }

    public void Check(JsonElement data, Shape shape) => _drift.Check(data, shape);

    /// <inheritdoc cref="DriftWatch.ReadCarried"/>
    public T ReadCarried<T>(JsonElement part, JsonTypeInfo<T> type, Shape shape, string at = "")
        where T : class, IKeepsUnknown
        => _drift.ReadCarried(part, type, shape, at);

    /// <summary>What is read in order to be sent back must be there in full, or it would be lost.</summary>
    public static void CheckWhole(JsonElement data, Shape shape)
    {
        if ((shape.FirstMissing(data) ?? shape.MissingExpected(data).FirstOrDefault()) is { } path) throw DriftWatch.Missing(shape, path);
    }

    public ExecuteRequest Envelope(string action, TimeSpan timeout)
        => new(action, options.Seller, Site: options.Site, TimeoutMs: (int)timeout.TotalMilliseconds);

    private static IEnumerable<ExecuteAnswer> Each(ExecuteAnswer answer) => (answer.Results ?? []).Select(one => new ExecuteAnswer(
        one.Success, answer.CommandId, one.DurationMs, one.Status, one.StatusText, one.Headers, one.Data, one.Error, one.Code));

    private static string Url(Protocol.Policy.Site site, string path) => $"https://{site.Host}/api/v2/{path}";
}
