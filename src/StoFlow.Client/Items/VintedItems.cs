using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using StoFlow.Protocol;
using StoFlow.Protocol.Shapes;

namespace StoFlow.Client;

/// <summary>The seller's items. Every write ends in a known way: see <see cref="VintedClientOptions.ReadBack"/>.</summary>
public sealed class VintedItems
{
    internal static readonly Dictionary<string, string> FormHeaders = new(StringComparer.Ordinal) { ["X-Upload-Form"] = "true", ["X-Enable-Multiple-Size-Groups"] = "true" };
    private static readonly Dictionary<string, string> EditHeaders = new(StringComparer.Ordinal) { ["X-Enable-Multiple-Size-Groups"] = "true" };

    // The lane's gaps lie between the requests of a command too: a hundred of them would never be through before its deadline.
    private const int AtOnce = 20;

    private readonly SiteCalls _site;
    private readonly WriteRunner _writes;
    private readonly VintedReadBack _readBack;
    private readonly Wardrobe _wardrobe;
    private readonly VintedPhotos _photos;
    private readonly SentBefore _sent;
    private readonly ItemTurns _turns = new();

    internal VintedItems(SiteCalls site, WriteRunner writes, VintedReadBack readBack, Wardrobe wardrobe, VintedPhotos photos)
    {
        _site = site;
        _writes = writes;
        _readBack = readBack;
        _wardrobe = wardrobe;
        _photos = photos;
        _sent = new SentBefore(site);
    }

    /// <summary>
    /// All items, page by page as they are read. What changes while the list is read is neither missed nor given twice; an item that is gone before it was
    /// reached is not given. That an item is missing never means that it was sold.
    /// </summary>
    /// <param name="userId">Whose list; the signed-in seller's when null, for one more call.</param>
    /// <param name="throttle">A pause between two pages; <see cref="VintedClientOptions.Throttle"/> when null.</param>
    /// <param name="pageSize">1 to 100; <see cref="VintedClientOptions.PageSize"/> when null.</param>
    /// <param name="filter">Which of them; told by their flags.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <exception cref="StoFlowException"><c>list_unsettled</c>, at the end: the list kept changing, so it may not be all.</exception>
    /// <exception cref="SiteException"><c>drift</c>: with a filter, an item lacks one of the flags that it goes by.</exception>
    /// <remarks>Source: <c>GET /api/v2/wardrobe/{user_id}/items</c>.</remarks>
    public async IAsyncEnumerable<Item> ListAsync(
        long? userId = null,
        TimeSpan? throttle = null,
        int? pageSize = null,
        ItemFilter filter = ItemFilter.All,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel = default)
    {
        if (pageSize is < 1 or > 100) throw new ArgumentOutOfRangeException(nameof(pageSize), "1 to 100.");
        var flags = filter == ItemFilter.All ? SiteShapes.Anything : SiteShapes.WardrobePageByState;
        await foreach (var item in _wardrobe.ReadAllAsync(userId, throttle ?? _site.Options.Throttle, pageSize ?? _site.Options.PageSize, cancel, flags).ConfigureAwait(false))
            if (filter.Passes(item.State)) yield return item;
    }

    /// <summary>An item in full.</summary>
    /// <exception cref="SiteException"><see cref="SiteException.IsGone"/>: there is no such item, or no longer.</exception>
    /// <remarks>Source: <c>GET /api/v2/item_upload/items/{id}</c>.</remarks>
    public async Task<ItemDetail> GetAsync(long itemId, CancellationToken cancel = default)
        => Shown((await ReadAsync(itemId, SiteShapes.ItemDetail, cancel).ConfigureAwait(false)).GetProperty("item"));

    /// <summary>Reads several items anew, at once. One that cannot be read does not hide the others.</summary>
    /// <param name="itemIds">As many as there are; 20 go in one command.</param>
    /// <param name="cancel">Stops the waiting.</param>
    /// <returns>One for each id, in the order asked.</returns>
    /// <remarks>Source: <c>GET /api/v2/item_upload/items/{id}</c>, several at once.</remarks>
    public async Task<IReadOnlyList<RefreshedItem>> RefreshAsync(IReadOnlyList<long> itemIds, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(itemIds);
        List<RefreshedItem> read = new(itemIds.Count);
        foreach (var part in itemIds.Chunk(AtOnce))
        {
            var answers = await _site.ReadAllAsync([.. part.Select(DetailPath)], EditHeaders, cancel).ConfigureAwait(false);
            read.AddRange(part.Select((id, i) => Refreshed(id, i < answers.Count ? answers[i] : null)));
        }

        return read;
    }

    /// <summary>Puts an item up for sale, with its photos.</summary>
    /// <param name="item">The item.</param>
    /// <param name="idempotencyKey">Made when null. The same key makes the same item once, however often it is sent, photos included.</param>
    /// <param name="cancel">Stops the waiting; the item may still be made.</param>
    /// <returns>The item as the site sent it back: the id for certain.</returns>
    /// <exception cref="ValidationException">All mistakes at once; nothing was sent.</exception>
    /// <exception cref="OutcomeUnknownException">It may have been made, and the look at the shop could not tell.</exception>
    /// <remarks>Source: <c>POST /api/v2/photos</c> for each photo, then <c>POST /api/v2/item_upload/items</c>.</remarks>
    public Task<ItemDetail> CreateAsync(NewItem item, string? idempotencyKey = null, CancellationToken cancel = default)
        => CreateAsync(item, draft: false, IdempotencyKey.Or(idempotencyKey), cancel);

    /// <summary>
    /// Changes an item or a draft: reads it, changes what is asked and sends the whole back, so that no photo and no attribute is lost. When it is already as
    /// wanted nothing is sent. Changes of one item by this client go one after the other; of two programs that change it at the same time, the last one wins.
    /// </summary>
    /// <param name="itemId">The item.</param>
    /// <param name="changes">What to change.</param>
    /// <param name="idempotencyKey">Made when null.</param>
    /// <param name="cancel">Stops the waiting; the change may still be made.</param>
    /// <returns>The item as the site sent it back, or as it was read when nothing had to be sent.</returns>
    /// <exception cref="ValidationException">All mistakes at once; nothing was sent.</exception>
    /// <exception cref="SiteException">
    /// <c>drift</c>: a part of the item could not be read, so sending it back would lose it. <c>site_error</c>: it is sold or deleted. Nothing was sent.
    /// </exception>
    /// <remarks>Source: <c>GET /api/v2/item_upload/items/{id}</c>, then <c>PUT /api/v2/item_upload/items/{id}</c> with the whole item; <c>item_upload/drafts/{id}</c> for a draft.</remarks>
    public async Task<ItemDetail> UpdateAsync(long itemId, ItemChanges changes, string? idempotencyKey = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        if (await _photos.CheckAsync(changes.Validate(_site.Options.MaxPhotoBytes), changes.Photos ?? [], cancel).ConfigureAwait(false) is { Count: > 0 } held) changes = changes with { Photos = held };
        var key = IdempotencyKey.Or(idempotencyKey);
        using var turn = await _turns.TakeAsync(itemId, cancel).ConfigureAwait(false);
        var read = await ReadAsync(itemId, SiteShapes.ItemDetail, cancel).ConfigureAwait(false);
        var before = read.GetProperty("item");
        var known = Shown(before);
        if (known.IsClosed == true)
            throw new SiteException(ClientErrorCode.SiteError, $"Item {Text(itemId)} is {(known.ItemClosingAction is "deleted" ? "deleted" : "sold")}: the site takes no changes of it any more.");
        ThrowIfAnother(known, itemId);

        // Drafts and items are changed at different addresses: at the wrong one the site says that there is no such thing.
        if (!before.TryGetProperty("is_draft", out _)) throw DriftWatch.Missing(SiteShapes.ItemDetail, "item.is_draft");
        EditView.CheckWhole(read, ItemForm.IsDraft(before), changes);
        if (changes.EditPhotos is { } edit)
        {
            changes = changes with { Photos = edit([.. known.Photos.Select(PhotoSource.Uploaded)]), EditPhotos = null };
            await _photos.CheckAsync(changes.Validate(_site.Options.MaxPhotoBytes), changes.Photos, cancel).ConfigureAwait(false);
        }

        if (changes.Photos?.All(photo => photo.PhotoId is not null) != false && IsAsWanted(changes.Photos?.Select(photo => photo.PhotoId!.Value))) return known;

        // A repetition under the same key gets the photo that went up before, and the item may have it by now.
        var session = DerivedId.Of(key);
        var photos = changes.Photos is null ? null : (await UploadAsync(changes.Photos, session, key, cancel).ConfigureAwait(false)).DistinctBy(photo => photo.Id).ToList();
        if (photos is not null && IsAsWanted(photos.Select(photo => photo.Id))) return known;
        var currency = (await _site.SiteAsync(cancel).ConfigureAwait(false)).Currency;
        var draft = ItemForm.IsDraft(before);
        var body = ItemForm.Update(read, changes, photos, currency, session);
        var write = new SiteWrite("PUT", draft ? $"item_upload/drafts/{Text(itemId)}" : DetailPath(itemId), body, draft ? SiteShapes.CreatedDraft : SiteShapes.CreatedItem) { Headers = EditHeaders };
        var wanted = ItemFields.Wanted(changes, photos?.Select(photo => photo.Id).ToArray());
        var plan = new ReadBackPlan<ItemDetail>(token => _readBack.UpdateAsync(itemId, before, wanted, token), seen => seen.Item!);
        return await SendAsync(key, write, draft ? "draft" : "item", plan, photos is null ? null : ItemFields.Wanted(changes, null), cancel).ConfigureAwait(false);

        bool IsAsWanted(IEnumerable<long>? photoIds) => Differing(before, ItemFields.Wanted(changes, photoIds?.ToArray())).Count == 0;
    }

    /// <summary>Sets an item's price.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="price">In the currency of the site, at least 1.00.</param>
    /// <param name="idempotencyKey">Made when null.</param>
    /// <param name="cancel">Stops the waiting; the change may still be made.</param>
    /// <remarks>Source: <c>GET /api/v2/item_upload/items/{id}</c>, then <c>PUT /api/v2/item_upload/items/{id}</c> with the whole item.</remarks>
    public Task<ItemDetail> SetPriceAsync(long itemId, decimal price, string? idempotencyKey = null, CancellationToken cancel = default)
        => UpdateAsync(itemId, new ItemChanges { Price = price }, idempotencyKey, cancel);

    /// <summary>Deletes an item for good. For drafts, see <see cref="VintedDrafts.DeleteAsync"/>.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="idempotencyKey">Made when null.</param>
    /// <param name="cancel">Stops the waiting; the item may still be deleted.</param>
    /// <returns>True when it was deleted now, false when there was no such item any more.</returns>
    /// <exception cref="SiteException">The site refuses: the item is sold or in a transaction (code 20 or 106).</exception>
    /// <remarks>Source: <c>POST /api/v2/items/{id}/delete</c>.</remarks>
    public Task<bool> DeleteAsync(long itemId, string? idempotencyKey = null, CancellationToken cancel = default)
        => DeleteAsync(new SiteWrite("POST", $"items/{Text(itemId)}/delete", null, SiteShapes.Anything), itemId, idempotencyKey, cancel);

    /// <summary>Hides an item from buyers.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="idempotencyKey">Made when null.</param>
    /// <param name="cancel">Stops the waiting; the change may still be made.</param>
    /// <remarks>Source: <c>PUT /api/v2/items/{id}/is_hidden</c>.</remarks>
    public Task HideAsync(long itemId, string? idempotencyKey = null, CancellationToken cancel = default) => SetHiddenAsync(itemId, true, idempotencyKey, cancel);

    /// <summary>Shows a hidden item again.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="idempotencyKey">Made when null.</param>
    /// <param name="cancel">Stops the waiting; the change may still be made.</param>
    /// <remarks>Source: <c>PUT /api/v2/items/{id}/is_hidden</c>.</remarks>
    public Task ShowAsync(long itemId, string? idempotencyKey = null, CancellationToken cancel = default) => SetHiddenAsync(itemId, false, idempotencyKey, cancel);

    /// <summary>Views and favourites. One call; where the site has no such summary, the list is searched.</summary>
    /// <exception cref="SiteException"><see cref="SiteException.IsGone"/>: there is no such item, or no longer.</exception>
    /// <remarks>Source: <c>GET /api/v2/wardrobe/items/{id}</c>, else <c>GET /api/v2/wardrobe/{user_id}/items</c>.</remarks>
    public async Task<ItemStats> GetStatsAsync(long itemId, CancellationToken cancel = default)
    {
        if (await _wardrobe.SummaryAsync(itemId, cancel).ConfigureAwait(false) is { } summary)
        {
            var stats = DriftWatch.Read(summary, ClientJson.Default.ItemStats, SiteShapes.WardrobeItem);
            if (stats.ViewCount is not null || stats.FavouriteCount is not null) return stats;
        }

        if (await _wardrobe.FindAsync(itemId, cancel).ConfigureAwait(false) is { } item)
            return new ItemStats { ItemId = itemId, ViewCount = item.ViewCount, FavouriteCount = item.FavouriteCount };
        throw new SiteException(ClientErrorCode.SiteError, $"The seller's list has no item {Text(itemId)}.") { HttpStatus = 404 };
    }

    internal async Task<ItemDetail> CreateAsync(NewItem item, bool draft, string key, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(item);
        var sources = await _photos.CheckAsync(item.Validate(draft, _site.Options.MaxPhotoBytes), item.Photos, cancel).ConfigureAwait(false);
        var session = DerivedId.Of(key);
        var started = _site.Time.GetUtcNow();
        var photos = await UploadAsync(sources, session, key, cancel).ConfigureAwait(false);
        var currency = (await _site.SiteAsync(cancel).ConfigureAwait(false)).Currency;
        var name = draft ? "draft" : "item";
        var write = new SiteWrite(
            "POST", draft ? "item_upload/drafts" : "item_upload/items", ItemForm.Create(item, currency, session, photos, draft), draft ? SiteShapes.CreatedDraft : SiteShapes.CreatedItem)
        {
            Headers = FormHeaders,
        };
        var made = new MadeItem(item.Title, item.Description, item.Price, draft, started, [.. photos.Select(photo => photo.Id)]) { Session = session, ByPhotosOnly = true };
        var plan = new ReadBackPlan<ItemDetail>(token => _readBack.CreateAsync(made, token), seen => seen.Item!, Looks: 2) { MakesNew = true };
        var created = await SendAsync(key, write, name, plan, ItemFields.Wanted(item), cancel).ConfigureAwait(false);
        _readBack.Remember(created.Id);
        return created;
    }

    internal async Task<bool> DeleteAsync(SiteWrite write, long itemId, string? idempotencyKey, CancellationToken cancel)
    {
        var tried = false;
        try
        {
            var plan = new ReadBackPlan<bool>(token =>
            {
                tried = true;
                return _readBack.ResolveDeleteAsync(itemId, token);
            }, _ => true);
            return await _writes.RunAsync(IdempotencyKey.Or(idempotencyKey), write, _ => true, plan, cancel).ConfigureAwait(false);
        }
        catch (SiteException gone) when (gone.IsGone)
        {
            // The item was still there when the site was looked at after a first try: that one was done late.
            return tried;
        }
    }

    /// <summary>For another write that sends back what it read of an item.</summary>
    internal Task<ItemTurns.Turn> TurnAsync(long itemId, CancellationToken cancel) => _turns.TakeAsync(itemId, cancel);

    internal static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    /// <summary>An item by which something is decided: whatever cannot be read is drift.</summary>
    internal static ItemDetail Detail(JsonElement item) => DriftWatch.Read(item, ClientJson.Default.ItemDetail, SiteShapes.ItemDetail);

    /// <summary>An item that is handed on. What an update would send back, and what says what it is, must be readable.</summary>
    internal ItemDetail Shown(JsonElement item) => _site.ReadCarried(item, ClientJson.Default.ItemDetail, SiteShapes.ItemDetail, "item");

    /// <summary>An item as a write's answer holds it. The site took the write: what is merely handed on must not make that doubtful.</summary>
    internal static ItemDetail Written(SiteCalls site, JsonElement answer, SiteWrite write, string name)
        => site.ReadCarried(answer.GetProperty(name), ClientJson.Default.ItemDetail, write.Shape, name);

    /// <summary>What was read goes back whole: of another item it would take the place of this one.</summary>
    internal static void ThrowIfAnother(ItemDetail read, long itemId)
    {
        if (read.Id != itemId) throw DriftWatch.Odd(SiteShapes.ItemDetail, "item.id");
    }

    internal static IReadOnlyList<string> Differing(JsonElement item, Dictionary<string, string> wanted)
        => [.. wanted.Where(field => !string.Equals(ItemFields.Read(item, field.Key), field.Value, StringComparison.Ordinal)).Select(field => field.Key)];

    internal static string DetailPath(long itemId) => "item_upload/items/" + Text(itemId);

    // With what is wanted beside the photos, the answer to an earlier sending under the key counts where only the photos' ids differ.
    private async Task<ItemDetail> SendAsync(
        string key, SiteWrite write, string name, ReadBackPlan<ItemDetail> plan, Dictionary<string, string>? wanted, CancellationToken cancel)
    {
        try
        {
            return await _writes.RunAsync(key, write, data => Written(_site, data, write, name), plan, cancel).ConfigureAwait(false);
        }
        catch (RefusedException conflict) when (conflict.Code == ErrorCode.IdempotencyConflict && wanted is not null)
        {
            var sent = await _sent.AnswerAsync(conflict, key, write, answer => ItemFields.Fits(answer.GetProperty(name), wanted), cancel).ConfigureAwait(false);
            return Written(_site, sent, write, name);
        }
    }

    private async Task<IReadOnlyList<Photo>> UploadAsync(IReadOnlyList<PhotoSource> sources, Guid session, string key, CancellationToken cancel)
    {
        var photos = new List<Photo>(sources.Count);
        var sent = 0;
        for (var i = 0; i < sources.Count; i++)
        {
            var part = PhotoKey.Of(key, sources[i].PhotoId is null ? sent++ : sent);
            photos.Add(await _photos.UploadAsync(sources[i], session, photos, $"photos[{i}]", part, cancel).ConfigureAwait(false));
        }

        return photos;
    }

    private Task<JsonElement> ReadAsync(long itemId, Shape shape, CancellationToken cancel) => _site.ReadAsync(DetailPath(itemId), shape, cancel, EditHeaders);

    private async Task SetHiddenAsync(long itemId, bool hidden, string? idempotencyKey, CancellationToken cancel)
    {
        var write = new SiteWrite("PUT", $"items/{Text(itemId)}/is_hidden", new JsonObject { ["is_hidden"] = hidden }, SiteShapes.Anything);
        var plan = new ReadBackPlan<bool>(token => _readBack.ResolveHiddenAsync(itemId, hidden, token), _ => true);
        await _writes.RunAsync(IdempotencyKey.Or(idempotencyKey), write, _ => true, plan, cancel).ConfigureAwait(false);
    }

    private RefreshedItem Refreshed(long id, Protocol.Http.ExecuteAnswer? answer)
    {
        if (answer is null) return new RefreshedItem(id, null, new StoFlowException(ClientErrorCode.BridgeAnswer, "The bridge gave no answer for this one."));
        try
        {
            return new RefreshedItem(id, Shown(_site.Checked(answer, SiteShapes.ItemDetail).GetProperty("item")), null);
        }
        catch (StoFlowException error)
        {
            return new RefreshedItem(id, null, error);
        }
    }
}
