using System.Text.Json;
using StoFlow.Bridge.Lanes;
using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Storage;
using StoFlow.Protocol;
using StoFlow.Protocol.Policy;

namespace StoFlow.Bridge.Commands;

/// <summary>Accepts commands: idempotency, a durable record for a write, its place in a lane, its deadline.</summary>
internal sealed class CommandRunner(
    CommandServices services, LaneBook lanes, CommandTable table, SellerBook sellers, CommandIds ids, BridgeOptions options)
{
    /// <summary>Accepts a command, or finds the one that was accepted under the same key before.</summary>
    /// <param name="asked">What passed all checks.</param>
    /// <param name="ct">Gives up before the record is written.</param>
    /// <exception cref="BridgeException">It was not accepted; nothing was sent.</exception>
    public async Task<AcceptedCommand> AcceptAsync(AskedCommand asked, CancellationToken ct)
    {
        var isNew = false;
        try
        {
            var accepted = await TakeAsync(asked, ct);
            isNew = !accepted.IsRepeat;
            return accepted;
        }
        finally
        {
            if (!isNew) services.Uploads.Discard(asked.Draft.Requests);
        }
    }

    private async Task<AcceptedCommand> TakeAsync(AskedCommand asked, CancellationToken ct)
    {
        if (asked.FullKey is { } key && table.Find(key) is { } held && await RepeatAsync(held, asked, ct) is { } repeated) return repeated;

        if (asked.IsInteractive && !services.Presence.IsReady(asked.Draft))
        {
            // What was accepted once, before a restart, needs no browser to be answered.
            if (await FindRecordAsync(asked, ct) is { } known) return Repeat(known, asked);
            await services.Presence.WaitAsync(asked.Draft, ct);
        }

        // Until it is where a seller who leaves finds it, and takes it along: a later seller of the name must not.
        using var hold = sellers.TryHold(asked.Draft.Seller, asked.Draft.SellerSince)
            ?? throw BridgeException.OfField("seller", "it was removed while the call came in.");
        var lane = lanes.Get(new LaneKey(asked.Draft.Seller, SiteOf(asked.Draft)));
        if (WhyNot(asked, lane) is not { } refusal) return await RecordAsync(asked, lane, ct);

        // What was accepted once is answered as it was, however things stand now.
        if (await FindRecordAsync(asked, ct) is { } row) return Repeat(row, asked);
        throw refusal;
    }

    private async Task<AcceptedCommand> RecordAsync(AskedCommand asked, Lane lane, CancellationToken ct)
    {
        var draft = asked.Draft;
        var now = services.Time.GetUtcNow();
        var head = new CommandHead(
            ids.Next(now), draft.Seller, lane.Key.Site, draft.Action, asked.Caller.Name, asked.Caller.KeyOwner, asked.Key,
            asked.Key is null ? default : draft.BodyHash, draft.Browser, now, now + draft.Timeout);
        var command = new LiveCommand(head, draft.IsWrite, draft.Requests, lane, services, asked.IsInteractive);
        if (table.Claim(command) is { } holder)
        {
            command.Reject(new InvalidOperationException("Another command holds the key."));
            lane.Release();
            return await RepeatAsync(holder, asked, ct) ?? await TakeAsync(asked, ct);
        }

        CommandRow? row;
        try
        {
            // A key is one command's for as long as that is known: a read must not take that of a write which has left memory.
            row = draft.IsWrite ? await InsertAsync(command, draft, lane, now, ct) : await FindRecordAsync(asked, ct);
        }
        catch (Exception problem)
        {
            Drop(command, lane);
            command.Reject(problem);
            throw;
        }

        if (row is not null)
        {
            Drop(command, lane);
            command.Yield(row);
            return Repeat(row, asked);
        }

        table.Add(command);
        command.Start();
        // Who shuts a back end out cancels what is there; this was on its way to there.
        if (draft.ShutOut.IsCancellationRequested) await command.CancelAsync();
        lane.Enqueue(command);
        return new AcceptedCommand(command, null);
    }

    private void Drop(LiveCommand command, Lane lane)
    {
        table.Unclaim(command);
        lane.Release();
    }

    private async Task<CommandRow?> FindRecordAsync(AskedCommand asked, CancellationToken ct) =>
        asked.FullKey is { } key ? await services.Store.FindByKeyAsync(key.Seller, key.Owner, key.Key, ct) : null;

    // The record of a write that will leave at once says so from the start, which saves a second flush before it leaves.
    private Task<CommandRow?> InsertAsync(LiveCommand command, CommandDraft draft, Lane lane, DateTimeOffset now, CancellationToken ct)
    {
        var requests = draft.Requests is null ? null : JsonSerializer.SerializeToUtf8Bytes(draft.Requests, ProtocolJson.Relaxed.IReadOnlyListSiteRequest);
        var browser = lane.IsFree ? services.Sessions.Choose(draft.Seller, lane.Key.Site, draft.Browser)?.Browser.Id : null;
        if (browser is null) return services.Store.InsertAsync(new CommandRow(command.Head, requests, CommandState.Queued), ct);
        command.Recorded(browser, now);
        return services.Store.InsertAsync(new CommandRow(command.Head, requests, CommandState.Sent, browser, now), ct);
    }

    // With null, a place in the lane is reserved.
    private BridgeException? WhyNot(AskedCommand asked, Lane lane)
    {
        // A read needs no record, and every command is in the audit list all the same.
        if (!services.News.HasRoom)
            return new BridgeException(
                ErrorCode.StorageUnavailable, "The bridge cannot write its audit list, so nothing was sent. Free some disk space or check the data folder, then try again.");
        if (asked.IsInteractive && services.Presence.WhyNone(asked.Draft) is { } none) return none;
        if (asked.IsInteractive && lane.Pause is { } pause)
            return new BridgeException(
                pause.Code == ErrorCode.RateLimited ? ErrorCode.LanePaused : pause.Code, pause.Detail)
            {
                Until = pause.Until,
                RetryAfter = pause.Until - services.Time.GetUtcNow(),
            };
        if (table.WhyNoRoom(asked.Draft) is { } full) return Full(full);
        return lane.TryReserve(options.Limits.QueuePerLane) ? null : Full($"{options.Limits.QueuePerLane} commands wait in this lane");
    }

    private static BridgeException Full(string what) =>
        new(ErrorCode.QueueFull, $"{what}, as many as may. Wait for some to end, then send again.") { RetryAfter = TimeSpan.FromSeconds(5) };

    private string SiteOf(CommandDraft draft) =>
        draft.Site ?? services.Sessions.SiteInUse(draft.Seller, draft.Browser) ?? SitePolicy.Current.Sites[0].Host;

    // Null when the caller of the other one gave up before it was recorded: then the key is free.
    private async Task<AcceptedCommand?> RepeatAsync(LiveCommand held, AskedCommand asked, CancellationToken ct)
    {
        try
        {
            if (await held.Callers.Accepted.WaitAsync(ct) is { } row) return Repeat(row, asked);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }

        CheckSame(held.Head, asked);
        return Repeat(held, null, asked);
    }

    private AcceptedCommand Repeat(CommandRow row, AskedCommand asked)
    {
        CheckSame(row.Head, asked);
        return Repeat(table.Find(row.Head.Id), row, asked);
    }

    private static AcceptedCommand Repeat(LiveCommand? live, CommandRow? row, AskedCommand asked)
    {
        // Whoever queues it does not stay on the line, and counts on it all the same.
        if (!asked.IsInteractive) live?.Callers.Detach();
        return new AcceptedCommand(live, row) { IsRepeat = true };
    }

    private static void CheckSame(CommandHead accepted, AskedCommand asked)
    {
        if (!accepted.BodyHash.Span.SequenceEqual(asked.Draft.BodyHash))
            throw new BridgeException(
                ErrorCode.IdempotencyConflict, "This Idempotency-Key was used for another command. Send the same body, or use a new key.", "Idempotency-Key");
    }
}
