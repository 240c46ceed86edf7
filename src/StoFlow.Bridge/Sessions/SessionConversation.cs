using System.Text.Json;
using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Wire;
using StoFlow.Protocol;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Sessions;

/// <summary>What a welcomed browser says, message by message, until its connection ends.</summary>
internal sealed class SessionConversation(SessionRegistry registry, BrowserBook browsers, BridgeOptions options)
{
    /// <summary>Welcome, read loop, detach.</summary>
    /// <param name="proof">That this is the bridge the browser was paired with, if it asked.</param>
    public async Task RunAsync(WireConnection connection, BrowserIdentity browser, string? proof)
    {
        var session = registry.Attach(browser, connection);
        try
        {
            // Between the check of the key and this line the pairing may have been ended.
            if (browsers.FindPaired(browser.Id) is null)
            {
                registry.Close(browser.Id, Refusal.Ended);
                return;
            }

            await session.Inlet.ForgetRefsAsync(CancellationToken.None);
            await connection.SendAsync(
                new Welcome(session.SessionId, browser.Seller, options.PingIntervalMs, ChunkFrame.ChunkBytes, options.MorePaths, proof),
                CancellationToken.None);
            connection.Welcomed = true;
            var holdings = new PluginHoldings();
            while (await connection.ReadAsync(CancellationToken.None) is { } frame)
            {
                if (frame.Message is null) await TakeChunkAsync(connection, session, frame.Chunk);
                else await TakeAsync(connection, session, holdings, frame.Message);
            }
        }
        finally
        {
            registry.Detach(session, connection);
            browsers.Seen(browser.Id);
        }
    }

    private async ValueTask TakeAsync(WireConnection connection, BrowserSession session, PluginHoldings holdings, WireMessage message)
    {
        switch (message)
        {
            case Pong:
                break;
            case CommandResult { Id.Length: > SentCommand.LongestId }:
                connection.RefuseMessage($"id: at most {SentCommand.LongestId} characters.");
                break;
            case CommandResult result:
                await TakeResultAsync(connection, session, result);
                break;
            case Begun begun:
                session.Begun(begun.Id);
                break;
            case BodyGet ask:
                await BodyOutlet.AnswerAsync(connection, ask, session.FindBody(ask.BodyId), CancellationToken.None);
                break;
            case BodyPut put:
                await connection.SendAsync(await session.Inlet.OfferAsync(put, session.Awaits, CancellationToken.None), CancellationToken.None);
                break;
            case Holdings page:
                if (holdings.Add(page) is { } fault) connection.RefuseMessage(fault);
                else if (page.Last)
                {
                    var taken = session.Reconcile(holdings, connection);
                    holdings.End();
                    if (taken) registry.Reconciled(session);
                }

                break;
            case BrowserStatus status:
                registry.Stand(session, StatusRules.Fit(status));
                break;
            case LaneAsk { Want: "pause" or "resume" } ask:
                if (!registry.Asked(session, ask)) connection.RefuseMessage($"lane_ask: {BrowserSession.MostLaneAsks} in a row at most, then one in ten seconds.");
                break;
            case LaneAsk:
                connection.RefuseMessage("lane_ask: want is pause or resume.");
                break;
            case Unpair:
                await browsers.RevokeAsync(session.Browser.Id, AuditWords.Browser(session.Browser.Name), CancellationToken.None);
                break;
            default:
                connection.RefuseMessage($"type: {WireCodec.WordOf(message)} is not the plugin's to send here.");
                break;
        }
    }

    private static async ValueTask TakeChunkAsync(WireConnection connection, BrowserSession session, ReadOnlyMemory<byte> frame)
    {
        var (answer, whole, fault) = await session.Inlet.TakeAsync(frame, CancellationToken.None);
        if (answer is null)
        {
            connection.RefuseMessage(fault!);
            return;
        }

        await connection.SendAsync(answer, CancellationToken.None);
        // A result may have come before its body was whole.
        if (whole is not null && session.Held(whole) is { } held)
            await TakeResultAsync(connection, session, held);
    }

    private static async ValueTask TakeResultAsync(WireConnection connection, BrowserSession session, CommandResult result)
    {
        if (IsBroken(result))
        {
            connection.RefuseMessage("results: null where a response is due.");
            return;
        }

        if (result.Payload is not { } body)
        {
            session.Take(result, connection);
            return;
        }

        if (body.BodyId != result.Id)
        {
            connection.RefuseMessage("result: payload.body_id must be the command's id.");
            return;
        }

        if (await session.Inlet.CollectAsync(body, CancellationToken.None) is not { } bytes)
        {
            // Not here yet: it waits. Nobody waits for it: then the body need not come.
            if (!session.Hold(result)) session.Take(result with { Payload = null }, connection);
            return;
        }

        if (Unfold(result, bytes) is { } whole && !IsBroken(whole)) session.Take(whole, connection);
        else connection.RefuseMessage("result: the payload is not the JSON text of data or results.");
    }

    // The serializer lets it pass, and whoever counts on a response would fall over it.
    private static bool IsBroken(CommandResult result) => result.Results?.Any(response => response is null) is true;

    private static CommandResult? Unfold(CommandResult result, byte[] payload)
    {
        try
        {
            var parts = JsonSerializer.Deserialize(payload, ProtocolJson.Relaxed.ResultPayload);
            return parts is null ? null : result with { Payload = null, Data = parts.Data, Results = parts.Results };
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
