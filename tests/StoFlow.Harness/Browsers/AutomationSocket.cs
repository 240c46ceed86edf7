using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StoFlow.Harness.Browsers;

/// <summary>
/// Numbered calls over a WebSocket, which is all that WebDriver BiDi and the DevTools protocol have in common and all
/// that is needed here: events are dropped, what must be waited for is asked for.
/// </summary>
internal sealed class AutomationSocket : IAsyncDisposable
{
    private const int LongestMessage = 64 * 1024 * 1024;

    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource<JsonElement>> _pending = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _closing = new();
    private readonly TimeSpan _callTimeout;
    private Task _receiving = Task.CompletedTask;
    private long _lastId;
    private volatile bool _ended;

    private AutomationSocket(TimeSpan callTimeout)
    {
        _callTimeout = callTimeout;
        _socket.Options.KeepAliveInterval = TimeSpan.Zero;
    }

    public static async Task<AutomationSocket> ConnectAsync(Uri address, TimeSpan callTimeout, CancellationToken ct)
    {
        var automation = new AutomationSocket(callTimeout);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(callTimeout);
        try
        {
            await automation._socket.ConnectAsync(address, deadline.Token);
        }
        catch (Exception e)
        {
            await automation.DisposeAsync();
            if (e is WebSocketException)
                throw new BrowserException($"No browser answers at {address}: has it ended?", e);
            throw;
        }

        automation._receiving = automation.ReceiveAsync();
        return automation;
    }

    /// <summary>Calls a method and gives its result.</summary>
    /// <exception cref="BrowserException">The browser answered with an error, or the connection ended.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public async Task<JsonElement> CallAsync(string method, JsonObject parameters, CancellationToken ct, string? session = null)
    {
        var id = Interlocked.Increment(ref _lastId);
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (session is not null)
            message["sessionId"] = session;
        var answer = _pending[id] = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            if (_ended)
                throw new BrowserException($"{method}: the automation connection is closed; has the browser ended?");
            await SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), ct);
            return Result(method, await answer.Task.WaitAsync(_callTimeout, ct));
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{method}: no answer from the browser in {_callTimeout.TotalSeconds:0} s.", e);
        }
        catch (WebSocketException e)
        {
            throw new BrowserException($"{method}: the automation connection ended.", e);
        }
        finally
        {
            _pending.TryRemove(id, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_closing.IsCancellationRequested)
            return;
        if (_socket.State == WebSocketState.Open)
        {
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            try
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, deadline.Token);
                await _receiving.WaitAsync(deadline.Token);
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException)
            {
                // The browser is dead or slow: dropping the connection says the same.
            }
        }

        await _closing.CancelAsync();
        await _receiving;
        _socket.Dispose();
        _sending.Dispose();
        _closing.Dispose();
    }

    private static JsonElement Result(string method, JsonElement answer)
    {
        if (!answer.TryGetProperty("error", out var error))
            return answer.GetProperty("result");
        // BiDi: an error word beside a message. DevTools: an object that holds the message.
        var text = error.ValueKind == JsonValueKind.Object
            ? error.GetProperty("message").GetString()
            : $"{error.GetString()}: {answer.GetProperty("message").GetString()}";
        throw new BrowserException($"{method}: {text}");
    }

    private async Task SendAsync(byte[] message, CancellationToken ct)
    {
        await _sending.WaitAsync(ct);
        try
        {
            // A cancelled send breaks a WebSocket, so only the end of the connection cancels one.
            await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, _closing.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task ReceiveAsync()
    {
        var why = "the browser closed the automation connection";
        try
        {
            var buffer = new byte[64 * 1024];
            using var message = new MemoryStream();
            while (await _socket.ReceiveAsync(buffer.AsMemory(), _closing.Token) is { MessageType: not WebSocketMessageType.Close } part)
            {
                if (message.Length + part.Count > LongestMessage)
                    throw new BrowserException($"a message of over {LongestMessage} bytes");
                message.Write(buffer, 0, part.Count);
                if (!part.EndOfMessage)
                    continue;
                var answer = JsonDocument.Parse(message.ToArray()).RootElement;
                if (answer.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.Number
                    && _pending.TryRemove(id.GetInt64(), out var waiting))
                    waiting.TrySetResult(answer);
                message.SetLength(0);
            }
        }
        catch (Exception e)
        {
            why = e.Message;
        }

        _ended = true; // before the sweep: a call looks at it after it has registered itself
        foreach (var waiting in _pending.Values)
            waiting.TrySetException(new BrowserException($"The automation connection ended: {why}"));
    }
}
