using System.Collections.Concurrent;
using System.Text.Json;
using StoFlow.Protocol;
using StoFlow.Protocol.Policy;
using StoFlow.Protocol.Wire;

namespace StoFlow.Harness.FakePlugins;

/// <summary>
/// A peer that speaks the wire as the plugin does, journal included; what the site answers is the test's affair.
/// One instance is one life of the plugin's background: after a crash, make another with the same identity and journal.
/// </summary>
public sealed class FakePlugin : IAsyncDisposable
{
    private readonly FakeIdentity _identity;
    private readonly FakeJournal _journal;
    private readonly CancellationTokenSource _life = new();
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = new(StringComparer.Ordinal);
    private FakeSocket? _socket;
    private FakeBodies? _bodies;
    private Task _reading = Task.CompletedTask;

    public FakePlugin(FakeIdentity identity, FakeJournal? journal = null) => (_identity, _journal) = (identity, journal ?? new FakeJournal());

    /// <summary>Runs one request; by default the site says <c>{}</c>.</summary>
    public Func<FakeRequest, CancellationToken, Task<SiteResponse>> Site { get; set; } = (_, _) => Task.FromResult(FakeAnswers.Json("{}"));

    /// <summary>Replaces how a whole command is run; null leaves it to <see cref="Site"/>.</summary>
    public Func<Command, CancellationToken, Task<CommandResult?>>? Runner { get; set; }

    /// <summary>What the plugin says of itself.</summary>
    public BrowserStatus Status { get; set; } = new(false, [new SiteStatus("www.vinted.fr", "open", true, true, "demo")]);

    /// <summary>Every command that came, in order, also repeated ones.</summary>
    public ConcurrentQueue<Command> Commands { get; } = new();

    /// <summary>Every other message that came.</summary>
    public ConcurrentQueue<WireMessage> Heard { get; } = new();

    public FakeIdentity Identity => _identity;

    public FakeJournal Journal => _journal;

    public Welcome? Welcome { get; private set; }

    /// <summary>What the bridge refused with, if it did.</summary>
    public Refused? Refusal { get; private set; }

    /// <summary>The code that the bridge closed with.</summary>
    public int? CloseCode => _socket?.CloseCode;

    /// <summary>Completes when the connection has ended.</summary>
    public Task Disconnected => _reading;

    /// <summary>Results are made and journalled, but do not leave.</summary>
    public bool MuteResults { get; set; }

    /// <summary>Notes nothing of what comes: for load, where lists would grow without end.</summary>
    public bool Quiet { get; init; }

    /// <summary>Connects; when it returns, the bridge may send commands.</summary>
    public async Task ConnectAsync(Uri bridge, CancellationToken ct)
    {
        _socket = await FakeSocket.ConnectAsync(bridge, ct);
        _bodies = new FakeBodies(_socket);
        var hello = await _socket.ExpectAsync<Hello>(ct);
        await _socket.SendAsync(
            new Identify(
                ProtocolVersion.Current, "0.1.0", _identity.BrowserId, new BrowserInfo("Fake", "1.0"),
                FakeIdentity.Sign(_identity.Key, hello.BridgeId, _identity.BrowserId, hello.Challenge)),
            ct);
        var (message, _) = await _socket.ReadAsync(ct);
        Refusal = message as Refused;
        Welcome = message as Welcome ?? throw new InvalidOperationException($"Not welcome: {Refusal?.Code} {Refusal?.Detail}");
        // In this order: what ends meanwhile moves from the first list to the last, never out of all.
        var running = _running.Keys.ToList();
        var begun = _journal.Begun.Except(running, StringComparer.Ordinal).ToList();
        var ended = _journal.Ended;
        await _socket.SendAsync(new Holdings(running, begun, [.. ended.Select(result => result.Id)], true), ct);
        var socket = _socket;
        _reading = Task.Run(() => ReadAsync(socket), CancellationToken.None);
        foreach (var result in ended) await SendResultAsync(result, ct);
        await _socket.SendAsync(Status, ct);
    }

    public Task SendAsync(WireMessage message, CancellationToken ct) => _socket!.SendAsync(message, ct);

    public Task SendFrameAsync(byte[] frame, bool text, CancellationToken ct) => _socket!.SendAsync(
        frame, text ? System.Net.WebSockets.WebSocketMessageType.Text : System.Net.WebSockets.WebSocketMessageType.Binary, ct);

    /// <summary>Says how it stands.</summary>
    public Task SendStatusAsync(BrowserStatus status, CancellationToken ct)
    {
        Status = status;
        return SendAsync(status, ct);
    }

    /// <summary>The network goes; what runs goes on.</summary>
    public async Task DropAsync()
    {
        _socket?.Abort();
        await _reading;
    }

    /// <summary>The background dies: what runs is gone; the journal stays.</summary>
    public async Task CrashAsync()
    {
        await _life.CancelAsync();
        await DropAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await CrashAsync();
        if (_socket is not null) await _socket.DisposeAsync();
        _life.Dispose();
    }

    private async Task ReadAsync(FakeSocket socket)
    {
        while (true)
        {
            var (message, chunk) = await socket.ReadAsync(_life.Token);
            if (message is null && chunk is null) return;
            if (chunk is not null) _bodies!.Answer(System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(chunk), chunk);
            else await TakeAsync(message!);
        }
    }

    private async Task TakeAsync(WireMessage message)
    {
        switch (message)
        {
            case Command command:
                if (!Quiet) Commands.Enqueue(command);
                _ = RunAsync(command);
                return;
            case Ping ping:
                await QuietlyAsync(() => _socket!.SendAsync(new Pong(ping.Seq), _life.Token));
                break;
            case Ack ack:
                foreach (var id in ack.Ids) _journal.Forget(id);
                break;
            case Cancel cancel:
                // A write in flight goes on to its end.
                if (!_journal.Knows(cancel.Id) && _running.TryGetValue(cancel.Id, out var run)) await QuietlyAsync(run.CancelAsync);
                break;
            case BodyGone gone:
                _bodies!.Answer(gone.Ref, gone);
                break;
            case BodyOk ok:
                _bodies!.Answer(ok.Ref, ok);
                break;
            case Refused refused:
                Refusal = refused;
                break;
        }

        if (!Quiet) Heard.Enqueue(message);
    }

    private async Task RunAsync(Command command)
    {
        if (_journal.Knows(command.Id))
        {
            if (_running.ContainsKey(command.Id)) return;
            var known = _journal.ResultOf(command.Id) ?? new CommandResult(command.Id, "unknown", 0);
            _journal.End(known);
            await QuietlyAsync(() => SendResultAsync(known, _life.Token));
            return;
        }

        using var run = CancellationTokenSource.CreateLinkedTokenSource(_life.Token);
        if (!_running.TryAdd(command.Id, run)) return;
        CommandResult? result;
        try
        {
            result = Runner is null ? null : await Runner(command, run.Token);
            result ??= await ExecuteAsync(command, run.Token);
        }
        catch (OperationCanceledException)
        {
            // The background's death says nothing; a cancelled command does.
            result = _life.IsCancellationRequested ? null : new CommandResult(command.Id, "cancelled", 0);
        }

        if (result is not null && _journal.Knows(command.Id)) _journal.End(result);
        _running.TryRemove(command.Id, out _);
        if (result is not null && !MuteResults) await QuietlyAsync(() => SendResultAsync(result, _life.Token));
    }

    private async Task<CommandResult> ExecuteAsync(Command command, CancellationToken ct)
    {
        if (command.Action == CommandAction.Ping)
            return new CommandResult(command.Id, "done", 0, Data: JsonElement.Parse("""{"pong":true,"plugin_version":"0.1.0"}"""));
        if (command.Action == CommandAction.GetUserData)
            return new CommandResult(command.Id, "done", 1, Data: JsonElement.Parse("""{"user_id":12345,"login":"demo","csrf_token":"made-up"}"""));

        var requests = command.Requests
            ?? JsonSerializer.Deserialize(await _bodies!.PullAsync(command.Payload!, ct), ProtocolJson.Relaxed.IReadOnlyListSiteRequest)!;
        if (requests.Any(request => SitePolicy.IsWrite(request.Method)))
        {
            _journal.Begin(command.Id);
            await QuietlyAsync(() => _socket!.SendAsync(new Begun(command.Id), ct));
        }

        var results = new List<SiteResponse>();
        string? ended = null;
        foreach (var request in requests)
        {
            if (ended is not null)
            {
                results.Add(FakeAnswers.None(ErrorCode.NotRun, ended));
                continue;
            }

            var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            foreach (var file in request.Files ?? []) files[file.Field] = await _bodies!.PullAsync(file.Body, ct);
            var response = await Site(new FakeRequest(command, request, files), ct);
            results.Add(response);
            if (IsLimit(response)) ended = "The site says that it is asked too often.";
            else if (!response.Success && command.Action == CommandAction.Sequential) ended = "an earlier one failed";
        }

        return new CommandResult(command.Id, "done", 1, Results: results);
    }

    // As the plugin takes it: the rest waits for what the site says.
    private static bool IsLimit(SiteResponse response) => response is { Status: 429 } or { Code: "rate_limit_exceeded" };

    private async Task SendResultAsync(CommandResult result, CancellationToken ct)
    {
        var frame = WireCodec.Write(result);
        if (frame.Length > WireCodec.MaxInlineBytes)
        {
            var payload = JsonSerializer.SerializeToUtf8Bytes(new ResultPayload(result.Data, result.Results), ProtocolJson.Relaxed.ResultPayload);
            var body = await _bodies!.PushAsync(result.Id, payload, ct);
            frame = WireCodec.Write(result with { Data = null, Results = null, Payload = body });
        }

        // As the plugin does: what the site answered goes as bytes.
        await SendFrameAsync(frame, text: result.Results is null, ct);
    }

    // A plugin whose connection is gone keeps what it has to say for the next one.
    private static async Task QuietlyAsync(Func<Task> send)
    {
        try
        {
            await send();
        }
        catch (Exception problem) when (problem is System.Net.WebSockets.WebSocketException or OperationCanceledException or ObjectDisposedException
            or InvalidOperationException or TimeoutException)
        {
        }
    }
}
