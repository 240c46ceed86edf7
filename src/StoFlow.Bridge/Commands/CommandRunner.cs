using System.Text.Json;
using StoFlow.Bridge.Lanes;
using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Policy;
using StoFlow.Bridge.Storage;
using StoFlow.Protocol;
using StoFlow.Protocol.Policy;

namespace StoFlow.Bridge.Commands;

/// <summary>Accepts commands: idempotency, a durable record for a write, its place in a lane, its deadline.</summary>
internal sealed class CommandRunner(
    CommandServices services, LaneBook lanes, CommandTable table, SellerBook sellers, BrowserBook browsers, CommandIds ids, BridgeOptions options)
{
    /// <summary>Accepts a command, or finds the one that was accepted under the same key before.</summary>
    /// <param name="draft">What passed all checks.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="key">Its idempotency key.</param>
    /// <param name="interactive">The caller waits on the line: it hears at once that nobody is there or that the lane stands still.</param>
    /// <param name="ct">Gives up before the record is written.</param>
    /// <exception cref="BridgeException">It was not accepted; nothing was sent.</exception>
    public async Task<AcceptedCommand> AcceptAsync(CommandDraft draft, Caller caller, string? key, bool interactive, CancellationToken ct)
    {
        var isNew = false;
        try
        {
            var accepted = await TakeAsync(draft, caller, key, interactive, ct);
            isNew = !accepted.IsRepeat;
            return accepted;
        }
        finally
        {
            if (!isNew) services.Uploads.Discard(draft.Requests);
        }
    }

    private async Task<AcceptedCommand> TakeAsync(CommandDraft draft, Caller caller, string? key, bool interactive, CancellationToken ct)
    {
        CommandKey? commandKey = key is null ? null : new CommandKey(draft.Seller, caller.KeyOwner, key);
        if (commandKey is { } known && table.Find(known) is { } held && await RepeatAsync(held, draft, interactive, ct) is { } repeated) return repeated;

        if (interactive) await services.Returning.WaitAsync(draft, draft.Site ?? "", ct);
        // Until it is where a seller who leaves finds it, and takes it along: a later seller of the name must not.
        using var hold = sellers.TryHold(draft.Seller, draft.SellerSince)
            ?? throw new BridgeException(ErrorCode.InvalidRequest, "seller: it was removed while the call came in.", "seller");
        var lane = lanes.Get(new LaneKey(draft.Seller, SiteOf(draft)));
        if (WhyNot(draft, lane, interactive) is { } refusal)
        {
            // What was accepted once is answered as it was, however things stand now.
            if (commandKey is { } k && await services.Store.FindByKeyAsync(k.Seller, k.Owner, k.Key, ct) is { } row)
                return Repeat(row, draft, interactive);
            throw refusal;
        }

        return await RecordAsync(draft, caller, key, interactive, lane, ct);
    }

    private async Task<AcceptedCommand> RecordAsync(
        CommandDraft draft, Caller caller, string? key, bool interactive, Lane lane, CancellationToken ct)
    {
        var now = services.Time.GetUtcNow();
        var head = new CommandHead(
            ids.Next(now), draft.Seller, lane.Key.Site, draft.Action, caller.Name, caller.KeyOwner, key, key is null ? default : draft.BodyHash,
            draft.Browser, now, now + draft.Timeout);
        var command = new LiveCommand(head, draft.IsWrite, draft.Requests, lane, services, interactive);
        if (table.Claim(command) is { } holder)
        {
            command.Reject(new InvalidOperationException("Another command holds the key."));
            lane.Release();
            return await RepeatAsync(holder, draft, interactive, ct) ?? await TakeAsync(draft, caller, key, interactive, ct);
        }

        CommandRow? row = null;
        try
        {
            // A key is one command's for as long as that is known: a read must not take that of a write which has left memory.
            if (draft.IsWrite) row = await InsertAsync(command, draft, lane, now, ct);
            else if (key is not null) row = await services.Store.FindByKeyAsync(draft.Seller, caller.KeyOwner, key, ct);
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
            return Repeat(row, draft, interactive);
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

    // The record of a write that will leave at once says so from the start, which saves a second flush before it leaves.
    private Task<CommandRow?> InsertAsync(LiveCommand command, CommandDraft draft, Lane lane, DateTimeOffset now, CancellationToken ct)
    {
        var requests = draft.Requests is null ? null : JsonSerializer.SerializeToUtf8Bytes(draft.Requests, ProtocolJson.Relaxed.IReadOnlyListSiteRequest);
        var browser = lane.IsFree ? services.Sessions.Choose(draft.Seller, lane.Key.Site, draft.Browser)?.Browser.Id : null;
        if (browser is null) return services.Store.InsertAsync(new CommandRow(command.Head, requests, CommandState.Queued), ct);
        command.Recorded(browser, now);
        return services.Store.InsertAsync(new CommandRow(command.Head, requests, CommandState.Sent, browser, now), ct);
    }

    private BridgeException? WhyNot(CommandDraft draft, Lane lane, bool interactive)
    {
        // A read needs no record, and every command is in the audit list all the same.
        if (!services.News.HasRoom)
            return new BridgeException(
                ErrorCode.StorageUnavailable, "The bridge cannot write its audit list, so nothing was sent. Free some disk space or check the data folder, then try again.");
        if (interactive && !IsAnyOnline(draft)) return NoBrowser(draft);
        if (interactive && lane.Pause is { } pause)
            return new BridgeException(
                pause.Code == ErrorCode.RateLimited ? ErrorCode.LanePaused : pause.Code, pause.Detail)
            {
                Until = pause.Until,
                RetryAfter = pause.Until - services.Time.GetUtcNow(),
            };
        switch (table.HasRoom(draft.Seller))
        {
            case ShareAnswer.Full: return Full($"The bridge holds {options.Limits.LiveCommands} commands that have not ended");
            case ShareAnswer.TooMuch: return Full("The bridge holds commands of this seller that have not ended, beside what is kept for others");
        }

        return lane.TryReserve(options.Limits.QueuePerLane) ? null : Full($"{options.Limits.QueuePerLane} commands wait in this lane");
    }

    private static BridgeException Full(string what) =>
        new(ErrorCode.QueueFull, $"{what}, as many as may. Wait for some to end, then send again.") { RetryAfter = TimeSpan.FromSeconds(5) };

    // A browser that has just connected and has not said what it holds will be ready in a moment.
    private bool IsAnyOnline(CommandDraft draft)
    {
        foreach (var session in services.Sessions.OfSeller(draft.Seller))
            if (session.IsOnline && (draft.Browser is null || session.Browser.Id == draft.Browser)) return true;
        return false;
    }

    private BridgeException NoBrowser(CommandDraft draft)
    {
        var paired = browsers.PairedOf(draft.Seller).Where(browser => draft.Browser is null || browser.Id == draft.Browser).ToList();
        if (paired.Count > 0 && paired.Any(browser => services.Sessions.Problem(browser.Id) == ErrorCode.PluginOutdated))
            return new BridgeException(ErrorCode.PluginOutdated, "The plugin in the seller's browser is too old for this bridge: update the plugin.");
        return new BridgeException(
            ErrorCode.NoBrowser,
            paired.Count == 0
                ? "No browser is paired for this seller: make a code with 'stoflow pair' and type it in the plugin."
                : "No paired browser of this seller is connected: open the browser, or queue the command with POST /api/commands.");
    }

    private string SiteOf(CommandDraft draft)
    {
        if (draft.Site is { } site) return site;
        string? open = null;
        foreach (var session in services.Sessions.OfSeller(draft.Seller))
        {
            if (!session.IsReady || session.Status is not { } status || (draft.Browser is not null && session.Browser.Id != draft.Browser)) continue;
            foreach (var known in status.Sites)
            {
                if (known.SignedIn == true && SitePolicy.Current.Find(known.Site) is not null) return known.Site;
                if (known.Tab == "open" && SitePolicy.Current.Find(known.Site) is not null) open ??= known.Site;
            }
        }

        return open ?? SitePolicy.Current.Sites[0].Host;
    }

    // Null when the caller of the other one gave up before it was recorded: then the key is free.
    private async Task<AcceptedCommand?> RepeatAsync(LiveCommand held, CommandDraft draft, bool interactive, CancellationToken ct)
    {
        try
        {
            if (await held.Callers.Accepted.WaitAsync(ct) is { } row) return Repeat(row, draft, interactive);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }

        if (!held.Head.BodyHash.Span.SequenceEqual(draft.BodyHash.AsSpan())) throw Conflict();
        return Repeat(held, null, interactive);
    }

    private AcceptedCommand Repeat(CommandRow row, CommandDraft draft, bool interactive)
    {
        if (!row.Head.BodyHash.Span.SequenceEqual(draft.BodyHash.AsSpan())) throw Conflict();
        return Repeat(table.Find(row.Head.Id), row, interactive);
    }

    private static AcceptedCommand Repeat(LiveCommand? live, CommandRow? row, bool interactive)
    {
        // Whoever queues it does not stay on the line, and counts on it all the same.
        if (!interactive) live?.Callers.Detach();
        return new AcceptedCommand(live, row) { IsRepeat = true };
    }

    private static BridgeException Conflict() => new(
        ErrorCode.IdempotencyConflict, "This Idempotency-Key was used for another command. Send the same body, or use a new key.", "Idempotency-Key");
}
