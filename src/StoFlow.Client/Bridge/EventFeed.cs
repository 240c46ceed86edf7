using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Client;

/// <summary>The bridge's events, over as many connections as it takes. One reading only.</summary>
internal sealed class EventFeed(BridgeTransport transport, string? seller)
{
    // Where the stream begins: what a connection that breaks before its first event goes on from.
    private const string StartHeader = "Last-Event-ID";

    private static readonly TimeSpan Opening = TimeSpan.FromSeconds(30);

    // The bridge says something every 15 seconds.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(50);

    // Between a connection that broke and the next.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private string? _last;

    public async IAsyncEnumerable<CommandEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        while (true)
        {
            await foreach (var one in ReadOnceAsync(cancel).ConfigureAwait(false)) yield return one;

            // A bridge that numbers no events cannot tell what was missed.
            if (_last is null) yield break;
            await Task.Delay(Pause, transport.Time, cancel).ConfigureAwait(false);
        }
    }

    // One connection; ends when it does.
    private async IAsyncEnumerable<CommandEvent> ReadOnceAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var call = BridgeTransport.Read("api/events" + QueryText.Of(("seller", seller), ("after", _last)), Opening);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, transport.Ended);
        using var response = await transport.OpenAsync(call, cancel).ConfigureAwait(false);
        var stream = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        await using var spoken = new SpokenStream(stream, Silence, transport.Time);
        if (response.Headers.TryGetValues(StartHeader, out var start)) _last ??= start.First();
        var events = SseParser.Create(spoken, EventOf).EnumerateAsync(either.Token).GetAsyncEnumerator(either.Token);
        await using (events.ConfigureAwait(false))
        {
            while (true)
            {
                try
                {
                    if (!await events.MoveNextAsync().ConfigureAwait(false)) yield break;
                }
                catch (Exception broken) when (broken is IOException or HttpRequestException)
                {
                    if (_last is not null) yield break;
                    throw call.Lost(broken);
                }
                catch (OperationCanceledException ended) when (transport.Ended.IsCancellationRequested && !cancel.IsCancellationRequested)
                {
                    throw call.Disposed(ended);
                }

                _last = events.Current.EventId ?? _last;
                if (events.Current.Data is { } one) yield return one;
            }
        }
    }

    private static CommandEvent? EventOf(string kind, ReadOnlySpan<byte> data)
    {
        try
        {
            if (data.IsEmpty) return null;
            if (kind != "dropped") return JsonSerializer.Deserialize(data, ProtocolJson.Relaxed.CommandEvent);
            throw Dropped(JsonElement.Parse(data).TryGetProperty("code", out var code) ? code.GetString() : null);
        }
        catch (JsonException unreadable)
        {
            throw new StoFlowException(ClientErrorCode.BridgeAnswer, "An event of the bridge is not what was due. Are client and bridge of fitting versions?", unreadable);
        }
    }

    private static StoFlowException Dropped(string? code) => code == ErrorCode.NotFound
        ? new StoFlowException(ErrorCode.NotFound, "The bridge does not hold any more what happened while the connection was broken. List the commands, then follow again.")
        : new StoFlowException(ErrorCode.RateLimited, "The events came faster than they were read, and some are lost. List the commands, then follow again.");
}
