using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using StoFlow.Harness.FakePlugins;
using StoFlow.Protocol;
using StoFlow.Protocol.Wire;

namespace StoFlow.Harness.Faults.Plugins;

/// <summary>
/// One life of a simulated plugin's background, by the rules of <c>docs/protocol.md</c>: what it runs outlives its connections, what it has
/// begun outlives itself by the journal. Once dead it says and writes nothing.
/// </summary>
#pragma warning disable CA1001 // What it leaves behind at its death still looks at both tokens; they hold no timer and no handle.
internal sealed class Background(FakeIdentity identity, FakeJournal journal, SiteTab tab, TimeSpan silence)
#pragma warning restore CA1001
{
    private readonly Lock _dying = new();
    private readonly CancellationTokenSource _life = new();
    private readonly CancellationTokenSource _browser = new();
    private readonly ConcurrentDictionary<string, BackgroundJob> _running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CommandResult> _unsent = new(StringComparer.Ordinal);
    private volatile BackgroundLink? _link;
    private int _writing;

    public bool IsDead => _life.IsCancellationRequested;

    /// <summary>Writes that the site has been asked for and has not answered.</summary>
    public int Writing => Volatile.Read(ref _writing);

    /// <summary>The background is gone; what the tab has asked the site for goes on, and nobody hears the answer.</summary>
    public void Suspend()
    {
        lock (_dying) _life.Cancel();
    }

    /// <summary>The whole browser is gone, and its requests with it.</summary>
    public void Kill()
    {
        Suspend();
        _browser.Cancel();
    }

    /// <summary>One connection, from its hand-shake to its end; true when it was welcomed.</summary>
    public async Task<bool> AttendAsync(Uri bridge, CancellationToken ct)
    {
        using var heard = CancellationTokenSource.CreateLinkedTokenSource(_life.Token, ct);
        heard.CancelAfter(silence);
        await using var socket = await FakeSocket.ConnectAsync(bridge, heard.Token);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_life.Token);
        var link = new BackgroundLink(socket, new FakeBodies(socket), ended.Token);
        var hello = await socket.ExpectAsync<Hello>(heard.Token);
        var proof = FakeIdentity.Sign(identity.Key, hello.BridgeId, identity.BrowserId, hello.Challenge);
        await socket.SendAsync(
            new Identify(ProtocolVersion.Current, "0.1.0", identity.BrowserId, new BrowserInfo("Simulated", "1.0"), proof), heard.Token);
        await socket.ExpectAsync<Welcome>(heard.Token);
        try
        {
            await SayWhatIsHeldAsync(link, heard.Token);
            await ReadAsync(link, heard);
        }
        finally
        {
            _link = null;
            await ended.CancelAsync();
        }

        return true;
    }

    private async Task SayWhatIsHeldAsync(BackgroundLink link, CancellationToken ct)
    {
        // In this order: what ends meanwhile moves from the first list to the second, never out of both.
        HashSet<string> running = [.. _running.Keys, .. _unsent.Keys];
        var ended = journal.Ended.Where(result => !running.Contains(result.Id)).ToList();
        await link.Socket.SendAsync(
            new Holdings([.. running], [.. journal.Begun.Where(id => !running.Contains(id))], [.. ended.Select(result => result.Id)], true), ct);
        _link = link;
        foreach (var result in ended.Concat(_unsent.Values)) await DeliverAsync(result);
        await link.Socket.SendAsync(new BrowserStatus(false, [new SiteStatus(tab.Host, "open", true, true, tab.Login)]), ct);
    }

    private async Task ReadAsync(BackgroundLink link, CancellationTokenSource heard)
    {
        while (await link.Socket.ReadAsync(heard.Token) is var (message, chunk) && (message is not null || chunk is not null))
        {
            heard.CancelAfter(silence);
            if (chunk is not null) link.Bodies.Answer(BinaryPrimitives.ReadInt32BigEndian(chunk), chunk);
            else await TakeAsync(message!, link);
        }
    }

    private async Task TakeAsync(WireMessage message, BackgroundLink link)
    {
        switch (message)
        {
            case Command command:
                _ = ReceiveAsync(command, link.Late(command.AtMs));
                break;
            case Ping ping:
                await QuietlyAsync(() => link.Socket.SendAsync(new Pong(ping.Seq), link.Ended));
                break;
            case Ack ack:
                foreach (var id in ack.Ids) Forget(id);
                break;
            case Cancel cancel:
                if (_running.TryGetValue(cancel.Id, out var job)) job.Cancel();
                break;
            case BodyGone gone:
                link.Bodies.Answer(gone.Ref, gone);
                break;
            case BodyOk ok:
                link.Bodies.Answer(ok.Ref, ok);
                break;
        }
    }

    private void Forget(string id)
    {
        if (_running.ContainsKey(id)) return;
        _unsent.TryRemove(id, out _);
        lock (_dying)
            if (!IsDead) journal.Forget(id);
    }

    private async Task ReceiveAsync(Command command, TimeSpan late)
    {
        // It never runs a second time.
        if (_running.ContainsKey(command.Id) || _unsent.ContainsKey(command.Id)) return;
        if (journal.Knows(command.Id))
        {
            await DeliverAsync(journal.ResultOf(command.Id) ?? new CommandResult(command.Id, "unknown", 0, ErrorCode.OutcomeUnknown));
            return;
        }

        var job = new BackgroundJob(command, late);
        if (!_running.TryAdd(command.Id, job)) return;
        CommandResult result;
        try
        {
            result = await RunAsync(job);
        }
        catch (OperationCanceledException) when (IsDead)
        {
            return;
        }
        catch (OperationCanceledException)
        {
            result = new CommandResult(command.Id, job.Cancelled ? "cancelled" : "expired", 1);
        }

        lock (_dying)
        {
            if (IsDead) return;
            if (job.Begun) journal.End(result);
            _unsent[result.Id] = result;
            _running.TryRemove(result.Id, out _);
        }

        await DeliverAsync(result);
    }

    private async Task<CommandResult> RunAsync(BackgroundJob job)
    {
        var command = job.Command;
        switch (command.Action)
        {
            case CommandAction.Ping:
                return new CommandResult(command.Id, "done", 0, Data: JsonElement.Parse("""{"pong":true,"plugin_version":"0.1.0"}"""));
            case CommandAction.GetUserData:
                return new CommandResult(command.Id, "done", 1, Data: tab.UserData());
        }

        var requests = command.Requests;
        if (requests is null)
        {
            if (await PullAsync(command.Payload!, job) is not { } payload) return Gone(command);
            requests = JsonSerializer.Deserialize(payload, ProtocolJson.Relaxed.IReadOnlyListSiteRequest)!;
        }

        List<SiteResponse> results = [];
        foreach (var request in requests)
        {
            Dictionary<string, byte[]> files = new(StringComparer.Ordinal);
            foreach (var file in request.Files ?? [])
            {
                if (await PullAsync(file.Body, job) is not { } bytes) return Gone(command);
                files[file.Field] = bytes;
            }

            if (job.IsWrite(requests)) await BeginAsync(job);
            results.Add(await FetchAsync(job, request, files));
            if (command.Action == CommandAction.Sequential && !results[^1].Success) break;
        }

        while (results.Count < requests.Count) results.Add(FakeAnswers.None(ErrorCode.NotRun, "an earlier one failed"));
        return results.Exists(response => response.Code == ErrorCode.OutcomeUnknown)
            ? new CommandResult(command.Id, "unknown", 1, ErrorCode.OutcomeUnknown, "A change was begun and its end is not known.", Results: results)
            : new CommandResult(command.Id, "done", 1, Results: results);
    }

    private async Task BeginAsync(BackgroundJob job)
    {
        if (job.Begun) return;
        job.Stop.ThrowIfCancellationRequested();
        lock (_dying)
        {
            _life.Token.ThrowIfCancellationRequested();
            journal.Begin(job.Command.Id);
            job.Begun = true;
        }

        if (_link is { } link) await QuietlyAsync(() => link.Socket.SendAsync(new Begun(job.Command.Id), link.Ended));
    }

    private async Task<SiteResponse> FetchAsync(BackgroundJob job, SiteRequest request, Dictionary<string, byte[]> files)
    {
        if (job.Begun) Interlocked.Increment(ref _writing);
        try
        {
            return await tab.FetchAsync(request, files, job.Stop, _browser.Token).WaitAsync(_life.Token);
        }
        finally
        {
            if (job.Begun) Interlocked.Decrement(ref _writing);
        }
    }

    // A transfer goes on over the next connection; null when the bridge has the body no more.
    private async Task<byte[]?> PullAsync(BodyRef body, BackgroundJob job)
    {
        while (true)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(job.Stop, _life.Token, _link?.Ended ?? default);
            try
            {
                if (_link is { } link) return await link.Bodies.PullAsync(body, either.Token);
                await Task.Delay(20, either.Token);
            }
            catch (InvalidOperationException)
            {
                return null;
            }
            catch (Exception lost) when (lost is WebSocketException or TimeoutException or ObjectDisposedException or OperationCanceledException)
            {
                job.Stop.ThrowIfCancellationRequested();
                _life.Token.ThrowIfCancellationRequested();
            }
        }
    }

    private async Task DeliverAsync(CommandResult result)
    {
        if (_link is not { } link || IsDead) return;
        var sent = await QuietlyAsync(async () =>
        {
            var frame = WireCodec.Write(result);
            if (frame.Length > WireCodec.MaxInlineBytes)
            {
                var payload = JsonSerializer.SerializeToUtf8Bytes(new ResultPayload(result.Data, result.Results), ProtocolJson.Relaxed.ResultPayload);
                frame = WireCodec.Write(result with { Data = null, Results = null, Payload = await link.Bodies.PushAsync(result.Id, payload, link.Ended) });
            }

            await link.Socket.SendAsync(frame, WebSocketMessageType.Text, link.Ended);
        });
        if (sent) _unsent.TryRemove(result.Id, out _);
    }

    private static CommandResult Gone(Command command) => new(command.Id, "failed", 1, ErrorCode.BodyGone, "The bridge has the file no more.");

    private static async Task<bool> QuietlyAsync(Func<Task> send)
    {
        try
        {
            await send();
            return true;
        }
        catch (Exception problem) when (problem is WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException or TimeoutException)
        {
            return false;
        }
    }
}
