using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Polly;
using StoFlow.Protocol;

namespace StoFlow.Client;

/// <summary>Every call of the bridge goes through <see cref="SendAsync{T}"/>: token, deadline, repetition, errors.</summary>
internal sealed class BridgeTransport : IDisposable
{
    private readonly HttpClient _http;
    private readonly bool _ownsHttp;
    private readonly BridgeClientOptions _options;
    private readonly AuthenticationHeaderValue? _token;
    private readonly ResiliencePipeline _retry;
    private readonly CancellationTokenSource _ended = new();
    private bool _everReached;

    public BridgeTransport(string bridgeUrl, string? token, BridgeClientOptions options)
    {
        if (!Uri.TryCreate(bridgeUrl?.TrimEnd('/') + "/", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new ArgumentException($"Not an address of a bridge: \"{bridgeUrl}\". Write one such as http://localhost:8000.", nameof(bridgeUrl));
        if (token is not null && address.Scheme is "http" && !address.IsLoopback && !options.AllowPlainHttp)
            throw new ArgumentException("The token would travel in clear text. Use https, or set AllowPlainHttp where the network is your own.", nameof(bridgeUrl));
        if (token?.Trim().AsSpan().ContainsAnyExceptInRange('!', '~') is true)
            throw new ArgumentException("The token holds a character that no token has. Copy it again, as it was shown: stf_ and 43 characters.", nameof(token));
        options.ThrowIfInvalid(nameof(options));
        Address = address;
        _options = options;
        _token = string.IsNullOrWhiteSpace(token) ? null : new AuthenticationHeaderValue("Bearer", token.Trim());
        _ownsHttp = options.HttpClient is null;
        _http = options.HttpClient ?? MakeHttp(options.Handler, address);
        _retry = BridgeRetry.Build(options, () => Volatile.Read(ref _everReached));
    }

    public Uri Address { get; }

    public TimeProvider Time => _options.Time;

    public TimeSpan Grace => _options.Grace;

    /// <summary>The client is disposed. The caller's own <see cref="HttpClient"/> goes on for others, so this ends the calls.</summary>
    public CancellationToken Ended => _ended.Token;

    public void Dispose()
    {
        _ended.Cancel();
        if (_ownsHttp) _http.Dispose();
    }

    public async Task<T> SendAsync<T>(BridgeCall call, JsonTypeInfo<T> answer, CancellationToken cancel)
        where T : class
    {
        T? value = null;
        await RunAsync(call, async (response, token) =>
        {
            // Whole first: from a stream, the data of an answer would be looked through again with each part that arrives.
            var bytes = await response.Content.ReadAsByteArrayAsync(token).ConfigureAwait(false);
            value = JsonSerializer.Deserialize(bytes, answer);
        }, cancel).ConfigureAwait(false);
        return value ?? throw call.Unreadable(new StoFlowException(ClientErrorCode.BridgeAnswer, "The bridge answered null where an object was due."));
    }

    public Task SendAsync(BridgeCall call, CancellationToken cancel) => RunAsync(call, static (_, _) => Task.CompletedTask, cancel);

    /// <summary>A long-lived stream: the head under the call's deadline, the rest until the caller stops.</summary>
    public async Task<HttpResponseMessage> OpenAsync(BridgeCall call, CancellationToken cancel)
    {
        HttpResponseMessage? opened = null;
        await RunAsync(call, (message, _) =>
        {
            opened = message;
            return Task.CompletedTask;
        }, cancel, keepOpen: true).ConfigureAwait(false);
        return opened!;
    }

    public static BridgeCall Read(string path, TimeSpan deadline) => new(() => new HttpRequestMessage(HttpMethod.Get, path), deadline);

    public static BridgeCall Post<T>(string path, T body, JsonTypeInfo<T> type, TimeSpan deadline, string? key = null, bool siteWrite = false, bool repeatable = true)
        => new(() =>
        {
            var message = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, type) };
            if (key is not null) message.Headers.Add("Idempotency-Key", key);
            return message;
        }, deadline)
        { SiteWrite = siteWrite, Repeatable = repeatable };

    private async Task RunAsync(BridgeCall call, Func<HttpResponseMessage, CancellationToken, Task> use, CancellationToken cancel, bool keepOpen = false)
    {
        ObjectDisposedException.ThrowIf(Ended.IsCancellationRequested, typeof(BridgeClient));
        using var deadline = new CancellationTokenSource(call.Deadline, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token, Ended);
        var context = ResilienceContextPool.Shared.Get(either.Token);
        context.Properties.Set(BridgeRetry.Call, call);
        call.Began = _options.Time.GetTimestamp();
        try
        {
            await _retry.ExecuteAsync(
                static async (c, state) => await state.Self.TryOnceAsync(state.Call, state.Use, state.KeepOpen, c.CancellationToken).ConfigureAwait(false),
                context,
                (Self: this, Call: call, Use: use, KeepOpen: keepOpen)).ConfigureAwait(false);
        }
        catch (Exception ended) when (Ended.IsCancellationRequested && !cancel.IsCancellationRequested && ended is OperationCanceledException or ObjectDisposedException or HttpRequestException or IOException)
        {
            throw call.Disposed(ended);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw call.TimedOut();
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            throw call.Lost(lost);
        }
        catch (JsonException unreadable)
        {
            throw call.Unreadable(new StoFlowException(ClientErrorCode.BridgeAnswer, "The bridge's answer is not what was due. Are client and bridge of fitting versions?", unreadable));
        }
        catch (StoFlowException unexplained) when (unexplained is { Code: ClientErrorCode.BridgeAnswer, HttpStatus: >= 500 })
        {
            throw call.Unreadable(unexplained);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async Task TryOnceAsync(BridgeCall call, Func<HttpResponseMessage, CancellationToken, Task> use, bool keepOpen, CancellationToken cancel)
    {
        using var message = call.Make();
        message.RequestUri = new Uri(Address, message.RequestUri!);
        message.Headers.Authorization = _token;
        HttpResponseMessage? response = null;
        try
        {
            var sending = _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancel);
            response = await sending.ConfigureAwait(false);
            call.Reached = true;
            Volatile.Write(ref _everReached, true);
            if (!response.IsSuccessStatusCode) throw await Problems.ReadAsync(response, _options.Time, cancel).ConfigureAwait(false);
            await use(response, cancel).ConfigureAwait(false);
        }
        catch (HttpRequestException broken) when (response is null)
        {
            call.Reached |= !NeverConnected(broken);
            throw;
        }
        catch (SocketException gone)
        {
            // A line that the other side cut the moment it stood, before anything was sent: .NET hands that on as it is.
            throw new HttpRequestException(HttpRequestError.ConnectionError, gone.Message, gone);
        }
        catch (OperationCanceledException)
        {
            // Whether it left the machine is not told; for a write that must count as sent.
            call.Reached |= call.SiteWrite;
            throw;
        }
        finally
        {
            if (!keepOpen || response is { IsSuccessStatusCode: false }) response?.Dispose();
        }
    }

    private static bool NeverConnected(HttpRequestException broken)
        => broken.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;

    private static HttpClient MakeHttp(HttpMessageHandler? given, Uri address)
    {
        var handler = given ?? new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            AutomaticDecompression = System.Net.DecompressionMethods.All,

            // A proxy of the environment has no business between two programs of one machine.
            UseProxy = !address.IsLoopback,
            ConnectCallback = address.Host == LoopbackConnect.Name ? LoopbackConnect.OpenAsync : null,
        };
        return new HttpClient(handler, disposeHandler: given is null) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
