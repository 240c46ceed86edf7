using System.Diagnostics;
using StoFlow.Client;
using StoFlow.Harness.Demo;
using StoFlow.Harness.Faults.Judging;
using StoFlow.Protocol.Http;

namespace StoFlow.Harness.Faults.Callers;

/// <summary>One writer of the back end: items' lives, one after the other, each write exactly once if it can be had.</summary>
internal sealed class Caller
{
    private const int MostTries = 8;
    private const int SmallPhoto = 2_000;
    private const int BigPhoto = 300_000;
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(300);
    private readonly SellerLane _lane;
    private readonly WriteLog _log;
    private readonly FaultTimes _times;
    private readonly WritePace _pace;
    private readonly Random _random;
    private readonly RawWriter _raw;
    private readonly TypedWriter _typed;
    private readonly ShopLook _look;

    public Caller(SellerLane lane, WriteLog log, FaultTimes times, WritePace pace, int seed)
    {
        (_lane, _log, _times, _pace, _random) = (lane, log, times, pace, new Random(seed));
        _raw = new RawWriter(lane, log, times, _random);
        _typed = new TypedWriter(lane, _random);
        _look = new ShopLook(lane);
    }

    /// <summary>Writes until <paramref name="enough"/> is cancelled, then ends the write under way.</summary>
    public async Task RunAsync(CancellationToken enough, CancellationToken ct)
    {
        while (!enough.IsCancellationRequested) await (_random.Next(5) == 0 ? DraftAsync(enough, ct) : ItemAsync(enough, ct));
    }

    private async Task DraftAsync(CancellationToken enough, CancellationToken ct)
    {
        if (await WriteAsync(WriteKind.Draft, null, null, ct) is { Told: Told.Done, Id: { } id } && !enough.IsCancellationRequested)
            await WriteAsync(WriteKind.DeleteDraft, id, null, ct);
    }

    private async Task ItemAsync(CancellationToken enough, CancellationToken ct)
    {
        if (await WriteAsync(WriteKind.Photo, null, null, ct) is not { Told: Told.Done, Id: { } photo } || enough.IsCancellationRequested) return;
        if (await WriteAsync(WriteKind.Create, null, photo, ct) is not { Told: Told.Done, Id: { } item }) return;
        for (var updates = _random.Next(2, 5); updates > 0 && !enough.IsCancellationRequested; updates--)
            await WriteAsync(WriteKind.Update, item, photo, ct);
        if (enough.IsCancellationRequested) return;
        // A switch that may or may not have been thrown would make the next one's line in the ledger ambiguous.
        if (await WriteAsync(WriteKind.Hide, item, photo, ct) is { Told: Told.Done } && !enough.IsCancellationRequested)
            await WriteAsync(WriteKind.Show, item, photo, ct);
        if (!enough.IsCancellationRequested) await WriteAsync(WriteKind.Delete, item, photo, ct);
    }

    private async Task<(Told Told, long? Id)> WriteAsync(WriteKind kind, long? itemId, long? photoId, CancellationToken ct)
    {
        await _pace.TurnAsync(ct);
        var write = _log.Begin(kind, itemId);
        var (told, id) = (Told.NotDone, (long?)null);
        for (var number = 1; number <= MostTries; number++)
        {
            var trial = Try(write, number, photoId);
            (var outcome, id) = await TryAsync(trial, ct);
            told = trial.Attempt.Told = outcome.Told;
            if (told is not Told.NotDone || outcome.Final) break;
        }

        _log.End(write, told);
        return (told, id);
    }

    private Trial Try(IntendedWrite write, int number, long? photoId)
    {
        var name = $"w{write.Number:D6}-{number}";
        var photo = write.Kind is WriteKind.Photo ? DemoPhoto.Make(_random.Next(20) == 0 ? BigPhoto : SmallPhoto, write.Number * 16 + number) : [];
        var mark = write.Kind switch
        {
            WriteKind.Photo => DemoPhoto.Sha256(photo),
            WriteKind.Create or WriteKind.Draft or WriteKind.Update => $"Jean {name}",
            _ => null,
        };
        var item = new ItemText(_lane.Site, $"Jean {name}", 5 + (write.Number % 4_000 / 10m), photoId);
        var attempt = write.Add(new Attempt(name, mark) { StartedAt = TimeProvider.System.GetUtcNow() });
        // The typed upload goes up in the session that follows from its key: a look elsewhere would miss its photo.
        return new Trial(write, attempt, item, photo, DerivedId.Of(name).ToString());
    }

    private async Task<(Outcome Outcome, long? Made)> TryAsync(Trial trial, CancellationToken ct)
    {
        _log.Sent();
        var manner = _random.Next(100) switch
        {
            < 45 => Manner.Execute,
            < 75 => Manner.Queue,
            < 79 => Manner.Withdraw,
            _ => Manner.Typed,
        };
        trial.Attempt.Note($"{manner}");
        long? made = null;
        Outcome outcome;
        if (manner is Manner.Typed) (outcome, made) = await _typed.SendAsync(trial, ct);
        else outcome = await _raw.SendAsync(trial.Attempt, BodyOf(trial), manner, ct);
        if (outcome.Told is Told.Unknown) return await SettleAsync(trial, outcome, ct);
        if (outcome is { Told: Told.Done, Data: { } data }) made = MadeBy(trial.Write.Kind, data);
        return (outcome, made);
    }

    private async Task<(Outcome Outcome, long? Made)> SettleAsync(Trial trial, Outcome outcome, CancellationToken ct)
    {
        _log.MetUnknown();
        trial.Attempt.Note($"unknown, command {outcome.CommandId ?? "not told"}");
        await Task.Delay(_times.LookPause, ct);
        var watch = Stopwatch.StartNew();
        while (true)
        {
            // Each time anew: the browser whose absence makes the shop unseen may bring its journal when it comes back.
            if (outcome.CommandId is { } id && await NowAsync(trial, id, ct) is { Told: not Told.Unknown } settled)
            {
                trial.Attempt.Note($"the journal says {settled.Told}");
                _log.SettledJournal();
                return (settled, settled.Data is { } data ? MadeBy(trial.Write.Kind, data) : null);
            }

            if (await ShopLook.TryAsync(trial.Attempt, token => LookAsync(trial, token), ct) is { } seen) return Judge(seen);
            if (watch.Elapsed > _times.Away) return (new Outcome(Told.Unknown), null);
            await Task.Delay(Breath, ct);
        }
    }

    private (Outcome Outcome, long? Made) Judge(ReadBackResult seen)
    {
        if (seen.Answer is not ReadBackAnswer.StillUnknown) _log.SettledLook();
        var told = seen.Answer switch
        {
            ReadBackAnswer.Happened => Told.Done,
            ReadBackAnswer.DidNotHappen => Told.NotDone,
            _ => Told.Unknown,
        };
        return (new Outcome(told), seen.ItemId);
    }

    private async Task<Outcome?> NowAsync(Trial trial, string commandId, CancellationToken ct)
    {
        try
        {
            return await _raw.StateAsync(commandId, ct);
        }
        catch (StoFlowException problem)
        {
            trial.Attempt.Note($"asking again: {problem.Code}");
            return null;
        }
    }

    private Task<ReadBackResult> LookAsync(Trial trial, CancellationToken ct) => trial.Write switch
    {
        { Kind: WriteKind.Photo } => _look.AtPhoto(trial.Item, trial.Session, ct),
        { ItemId: { } item } => _look.AtItem(trial.Write.Kind, item, trial.Item, ct),
        _ => _look.AtNewItem(trial.Attempt, trial.Item, trial.Write.Kind is WriteKind.Draft, ct),
    };

    private static RequestBody BodyOf(Trial trial) => trial.Write switch
    {
        { Kind: WriteKind.Photo } => trial.Item.Upload(trial.Photo, trial.Session),
        { Kind: WriteKind.Create } => trial.Item.Create(),
        { Kind: WriteKind.Draft } => trial.Item.CreateDraft(),
        { Kind: WriteKind.Update, ItemId: { } id } => trial.Item.Replace(id),
        { Kind: WriteKind.Hide, ItemId: { } id } => trial.Item.SetHidden(id, hidden: true),
        { Kind: WriteKind.Show, ItemId: { } id } => trial.Item.SetHidden(id, hidden: false),
        { Kind: WriteKind.Delete, ItemId: { } id } => trial.Item.Delete(id),
        { ItemId: { } id } => trial.Item.DeleteDraft(id),
        _ => throw new InvalidOperationException($"A {trial.Write.Kind} without an item."),
    };

    private static long? MadeBy(WriteKind kind, System.Text.Json.JsonElement data) => kind switch
    {
        WriteKind.Photo => data.GetProperty("id").GetInt64(),
        WriteKind.Create => data.GetProperty("item").GetProperty("id").GetInt64(),
        WriteKind.Draft => data.GetProperty("draft").GetProperty("id").GetInt64(),
        _ => null,
    };
}
