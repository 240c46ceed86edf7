using System.Globalization;
using System.Net.Http.Headers;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;
using StoFlow.Protocol.Policy;

namespace StoFlow.Client;

/// <summary>
/// The bridge's HTTP API as methods. <see cref="VintedProxyClient"/> stands on it; use it directly for raw requests, for commands that are sent now and
/// looked at later, and for administration. Thread-safe. Every method throws <see cref="StoFlowException"/> when the bridge has no answer.
/// </summary>
public sealed class BridgeClient : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(30);
    private readonly BridgeTransport _transport;

    /// <summary>Makes a client; nothing is sent yet.</summary>
    /// <param name="bridgeUrl">Such as <c>http://localhost:8000</c>. Plain HTTP only to this machine, unless the options allow more.</param>
    /// <param name="token">The back end's token; null sends none, which only <see cref="HealthAsync"/> accepts.</param>
    /// <param name="options">Defaults when null.</param>
    /// <exception cref="ArgumentException">The address or an option cannot be used.</exception>
    public BridgeClient(string bridgeUrl, string? token, BridgeClientOptions? options = null)
    {
        _transport = new BridgeTransport(bridgeUrl, token, options ?? new BridgeClientOptions());
        Administration = new BridgeAdministration(_transport);
    }

    /// <summary>The bridge's address.</summary>
    public Uri Address => _transport.Address;

    /// <summary>Sellers, browsers, tokens, pairings, lanes and the audit list. Most of it needs an admin token.</summary>
    public BridgeAdministration Administration { get; }

    /// <summary>Runs one action and waits for its outcome.</summary>
    /// <param name="request">The action; its <c>TimeoutMs</c> is the deadline, otherwise 30 s (60 s for several requests), or the longest that one of its requests asks for.</param>
    /// <param name="idempotencyKey">Same key and same body are the same command, however often it is sent. A write without one gets one.</param>
    /// <param name="cancel">Stops the waiting. A command that the bridge has taken may still run.</param>
    /// <returns>What the site answered, whatever it said: look at <c>Success</c>.</returns>
    public Task<ExecuteAnswer> ExecuteAsync(ExecuteRequest request, string? idempotencyKey = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var write = IsWrite(request);
        var key = IdempotencyKey.Checked(idempotencyKey) ?? (write ? IdempotencyKey.New() : null);
        var deadline = TimeSpan.FromMilliseconds(CommandTimeout.Of(request)) + _transport.Grace;
        return _transport.SendAsync(
            BridgeTransport.Post("api/plugin/execute", request, ProtocolJson.Relaxed.ExecuteRequest, deadline, key, write),
            ProtocolJson.Relaxed.ExecuteAnswer,
            cancel);
    }

    /// <summary>Hands a command over and returns as soon as the bridge has it safe.</summary>
    /// <param name="request">As for <see cref="ExecuteAsync"/>.</param>
    /// <param name="idempotencyKey">As for <see cref="ExecuteAsync"/>; made when null, so that a repetition never makes two commands.</param>
    /// <param name="cancel">Stops the waiting for the acceptance.</param>
    public Task<CommandAccepted> SubmitAsync(ExecuteRequest request, string? idempotencyKey = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _transport.SendAsync(
            BridgeTransport.Post("api/commands", request, ProtocolJson.Relaxed.ExecuteRequest, Short, IdempotencyKey.Or(idempotencyKey), IsWrite(request)),
            ProtocolJson.Relaxed.CommandAccepted,
            cancel);
    }

    /// <summary>One command with its state and, when it ended, its outcome.</summary>
    /// <param name="id">The command's id.</param>
    /// <param name="wait">Waits up to this long for its end: at most 60 s; not at all when null.</param>
    /// <param name="cancel">Stops the waiting.</param>
    /// <exception cref="RefusedException"><c>not_found</c>: no such command, or no longer kept.</exception>
    public Task<CommandView> GetCommandAsync(string id, TimeSpan? wait = null, CancellationToken cancel = default)
    {
        var milliseconds = (long)Math.Clamp(wait?.TotalMilliseconds ?? 0, 0, 60_000);
        var path = $"api/commands/{PathText.Of(id, "id")}{QueryText.Of(("wait_ms", wait is null ? null : milliseconds.ToString(CultureInfo.InvariantCulture)))}";
        return _transport.SendAsync(BridgeTransport.Read(path, Short + TimeSpan.FromMilliseconds(milliseconds)), ProtocolJson.Relaxed.CommandView, cancel);
    }

    /// <summary>A page of commands, newest first.</summary>
    /// <param name="seller">Only this seller's.</param>
    /// <param name="state">Only those in this state.</param>
    /// <param name="after">The <c>Next</c> of the page before.</param>
    /// <param name="limit">Most commands of a page; the bridge's default when null.</param>
    /// <param name="cancel">Stops the waiting.</param>
    public Task<CommandPage> ListCommandsAsync(string? seller = null, CommandState? state = null, string? after = null, int? limit = null, CancellationToken cancel = default)
    {
        var path = "api/commands" + QueryText.Of(("seller", seller), ("state", state?.Word()), ("after", after), ("limit", limit?.ToString(CultureInfo.InvariantCulture)));
        return _transport.SendAsync(BridgeTransport.Read(path, Short), ProtocolJson.Relaxed.CommandPage, cancel);
    }

    /// <summary>Cancels what has not begun; a running read is aborted, a running write goes on to its end.</summary>
    /// <param name="id">The command's id.</param>
    /// <param name="cancel">Stops the waiting.</param>
    public Task CancelAsync(string id, CancellationToken cancel = default)
    {
        var path = $"api/commands/{PathText.Of(id, "id")}/cancel";
        return _transport.SendAsync(new BridgeCall(() => new HttpRequestMessage(HttpMethod.Post, path), Short), cancel);
    }

    /// <summary>
    /// What happens, as it happens: command states, browsers coming and going, lanes paused and resumed. A connection that breaks is made anew and goes on with
    /// what was missed. Ends with <c>bridge_unreachable</c> when that fails, with <c>rate_limited</c> when it is read too slowly, with <c>not_found</c> when the
    /// bridge does not hold any more what was missed, as after its restart: call again, and read what was missed with <see cref="ListCommandsAsync"/>.
    /// </summary>
    /// <param name="seller">Only this seller's; all that the token may see when null.</param>
    /// <param name="cancel">Ends the stream.</param>
    public IAsyncEnumerable<CommandEvent> EventsAsync(string? seller = null, CancellationToken cancel = default) => new EventFeed(_transport, seller).ReadAsync(cancel);

    /// <summary>
    /// Streams a file to the bridge, for use as <c>files[].upload_id</c>. A seekable stream is sent again when the connection breaks; a big one goes in
    /// chunks, and goes on where it stopped.
    /// </summary>
    /// <param name="content">Read from where it stands to its end; not disposed.</param>
    /// <param name="timeout">Of one transfer: the file, or one chunk of it. 5 minutes when null.</param>
    /// <param name="cancel">Stops the transfer.</param>
    public Task<UploadView> UploadAsync(Stream content, TimeSpan? timeout = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        var deadline = timeout ?? TimeSpan.FromMinutes(5);
        if (content.CanSeek && content.Length - content.Position > ChunkedUpload.ChunkBytes) return new ChunkedUpload(_transport, content, deadline).RunAsync(cancel);
        var start = content.CanSeek ? content.Position : 0;
        var call = new BridgeCall(() =>
        {
            if (content.CanSeek) content.Position = start;
            var body = new StreamContent(new LeaveOpenStream(content)) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
            return new HttpRequestMessage(HttpMethod.Post, "api/uploads") { Content = body };
        }, deadline)
        { Repeatable = content.CanSeek };
        return _transport.SendAsync(call, ProtocolJson.Relaxed.UploadView, cancel);
    }

    /// <summary>Which browsers are there, on which sites, signed in as whom.</summary>
    public Task<PluginStatus> StatusAsync(CancellationToken cancel = default)
        => _transport.SendAsync(BridgeTransport.Read("api/plugin/status", Short), ProtocolJson.Relaxed.PluginStatus, cancel);

    /// <summary>Whether the bridge runs, and which version. Needs no token.</summary>
    public Task<BridgeHealth> HealthAsync(CancellationToken cancel = default)
        => _transport.SendAsync(BridgeTransport.Read("api/health", TimeSpan.FromSeconds(10)), ProtocolJson.Relaxed.BridgeHealth, cancel);

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();

    private static bool IsWrite(ExecuteRequest request)
        => (request.Request is { } one && IsWrite(one)) || request.Requests?.Any(IsWrite) == true;

    // The bridge says of a request that is null which one it is.
    private static bool IsWrite(RequestBody? request) => request is not null && SitePolicy.IsWrite(request.Method ?? "GET");
}
