using System.Text.Json;
using StoFlow.Protocol.Http;
using StoFlow.Protocol.Shapes;

namespace StoFlow.Client;

/// <summary>
/// Looks at the site after an unknown outcome. The typed writes do it by themselves; use it for writes that were sent raw or by a process that is gone.
/// Every method only reads.
/// </summary>
public sealed class VintedReadBack
{
    private const int MostRemembered = 10_000;

    // How far two clocks may be apart: an item younger than this may be the one, one older than a day is surely another.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan SurelyOlder = TimeSpan.FromDays(1);
    private static readonly ReadBackResult Another = ReadBackResult.No("The item of that name and price was made before.");
    private readonly SiteCalls _site;
    private readonly Wardrobe _wardrobe;
    private readonly LoosePhotos _loose;
    private readonly UploadedPhotos _uploaded;
    private readonly Lock _lock = new();
    private readonly Queue<long> _order = new();
    private readonly HashSet<long> _made = [];

    internal VintedReadBack(SiteCalls site, Wardrobe wardrobe, LoosePhotos loose)
    {
        _site = site;
        _wardrobe = wardrobe;
        _loose = loose;
        _uploaded = new UploadedPhotos(site.Bridge);
    }

    /// <summary>
    /// What holds for a photo upload that cannot be looked for any more: on no item it does no harm, so it may be uploaded again. The upload itself looks first,
    /// in the site's list of photos that are on no item.
    /// </summary>
    public static ReadBackResult Photo { get; } = ReadBackResult.No("A photo on no item does no harm; it may be uploaded again.");

    /// <summary>
    /// Whether an item was made: looks in the seller's list for one with this title and price, and compares description and photos. With photos only theirs is
    /// the one; without, an item of that name, price and description that was made since is taken for it.
    /// </summary>
    /// <param name="item">What was to be made.</param>
    /// <param name="startedAt">When the create was begun. An item of two minutes before may be the one (clocks differ), one of a day before is another.</param>
    /// <param name="photoIds">The photos uploaded for it, when known: an item that has one of them is the one, any other is <c>StillUnknown</c>.</param>
    /// <param name="draft">It was to be a draft.</param>
    /// <param name="cancel">Stops the looking.</param>
    /// <remarks>Source: <c>GET /api/v2/wardrobe/{user_id}/items</c> and <c>GET /api/v2/item_upload/items/{id}</c>.</remarks>
    public Task<ReadBackResult> ResolveCreateAsync(
        NewItem item, DateTimeOffset startedAt, IReadOnlyList<long>? photoIds = null, bool draft = false, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(item);
        var photos = photoIds ?? [.. item.Photos.Select(photo => photo.PhotoId).OfType<long>()];
        return CreateAsync(new MadeItem(item.Title, item.Description, item.Price, draft, startedAt, photos) { ByPhotosOnly = photos.Count > 0 }, cancel);
    }

    /// <summary>As the other one, for a create that this client sent: which photos went up for it is in the bridge's records.</summary>
    /// <param name="item">What was to be made.</param>
    /// <param name="command">The command, as the bridge shows it.</param>
    /// <param name="draft">It was to be a draft.</param>
    /// <param name="cancel">Stops the looking.</param>
    /// <remarks>Source: <c>GET /api/commands</c>; <c>GET /api/v2/photos</c>, <c>GET /api/v2/wardrobe/{user_id}/items</c> and <c>GET /api/v2/item_upload/items/{id}</c>.</remarks>
    public async Task<ReadBackResult> ResolveCreateAsync(NewItem item, CommandView command, bool draft = false, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(command);
        var photos = await _uploaded.ForAsync(command, cancel).ConfigureAwait(false);
        if (photos.Count == 0) return await ResolveCreateAsync(item, command.CreatedAt, null, draft, cancel).ConfigureAwait(false);
        var made = new MadeItem(item.Title, item.Description, item.Price, draft, command.CreatedAt, photos)
        {
            Session = DerivedId.Of(IdempotencyKey.First(command.IdempotencyKey!)),
            ByPhotosOnly = true,
        };
        return await CreateAsync(made, cancel).ConfigureAwait(false);
    }

    /// <summary>Whether an update was made: every changed field is as wanted. Photos count only when they are named by their ids.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="changes">What was to be changed.</param>
    /// <param name="cancel">Stops the looking.</param>
    /// <remarks>Source: <c>GET /api/v2/item_upload/items/{id}</c>.</remarks>
    public async Task<ReadBackResult> ResolveUpdateAsync(long itemId, ItemChanges changes, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var photos = changes.Photos?.All(photo => photo.PhotoId is not null) == true ? changes.Photos.Select(photo => photo.PhotoId!.Value).ToArray() : null;
        return await UpdateAsync(itemId, null, ItemFields.Wanted(changes, photos), cancel).ConfigureAwait(false);
    }

    /// <summary>Whether an item or draft is deleted: it is gone, or closed as deleted.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="cancel">Stops the looking.</param>
    /// <remarks>Source: <c>GET /api/v2/item_upload/items/{id}</c>.</remarks>
    public async Task<ReadBackResult> ResolveDeleteAsync(long itemId, CancellationToken cancel = default)
    {
        try
        {
            var item = VintedItems.Detail((await ReadAsync(itemId, cancel).ConfigureAwait(false)).GetProperty("item"));
            return item is { IsClosed: true, ItemClosingAction: "deleted" }
                ? ReadBackResult.Yes("The item is closed as deleted.", itemId)
                : ReadBackResult.No("The item is still there.");
        }
        catch (SiteException gone) when (gone.IsGone)
        {
            return ReadBackResult.Yes("The item is gone.", itemId);
        }
    }

    /// <summary>Whether an item is hidden, or shown, as wanted. One call; where the site has no such summary, the list is searched.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="hidden">What was wanted.</param>
    /// <param name="cancel">Stops the looking.</param>
    /// <remarks>Source: <c>GET /api/v2/wardrobe/items/{id}</c>, else <c>GET /api/v2/wardrobe/{user_id}/items</c>.</remarks>
    public async Task<ReadBackResult> ResolveHiddenAsync(long itemId, bool hidden, CancellationToken cancel = default)
        => await _wardrobe.IsHiddenAsync(itemId, cancel).ConfigureAwait(false) is not { } now ? ReadBackResult.Open("The site does not say whether the item is hidden.", itemId)
            : now == hidden ? ReadBackResult.Yes("The item is as wanted.", itemId)
            : ReadBackResult.No("The item is not as wanted.");

    /// <summary>Whether a draft was published.</summary>
    /// <param name="draftId">The draft; the item keeps its id.</param>
    /// <param name="cancel">Stops the looking.</param>
    /// <remarks>Source: <c>GET /api/v2/item_upload/items/{id}</c>.</remarks>
    public async Task<ReadBackResult> ResolvePublishAsync(long draftId, CancellationToken cancel = default)
    {
        var item = VintedItems.Detail((await ReadAsync(draftId, cancel).ConfigureAwait(false)).GetProperty("item"));
        return item.IsDraft switch
        {
            false => ReadBackResult.Yes("It is no draft any more.", draftId, item),
            true => ReadBackResult.No("It is still a draft."),
            null => ReadBackResult.Open("The site does not say whether it is a draft.", draftId),
        };
    }

    /// <summary>Whether a photo was uploaded: looks in the site's list of photos that are on no item.</summary>
    /// <param name="idempotencyKey">The key of the upload's command, as the bridge shows it. The client derives it from the caller's, and the upload session too.</param>
    /// <param name="cancel">Stops the looking.</param>
    /// <returns>Did not happen: the photo may be uploaded again. One that is on an item by now is not in that list any more.</returns>
    /// <remarks>Source: <c>GET /api/v2/photos?type=item&amp;temp_uuid=…</c>.</remarks>
    public async Task<ReadBackResult> ResolvePhotoAsync(string idempotencyKey, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(idempotencyKey);
        foreach (var (session, before) in PhotoKey.Sessions(idempotencyKey))
        {
            var photos = await _loose.OfAsync(session, cancel).ConfigureAwait(false);
            if (photos.Count > before) return ReadBackResult.Yes("The photo is there, on no item yet.") with { PhotoId = photos is [var only] ? only.Id : null };
        }

        return ReadBackResult.No("The site lists no photo of that upload. It may be uploaded again: one that is on no item does no harm.");
    }

    internal void Remember(long itemId)
    {
        lock (_lock)
        {
            if (_made.Add(itemId)) _order.Enqueue(itemId);
            if (_order.Count > MostRemembered) _made.Remove(_order.Dequeue());
        }
    }

    internal async Task<ReadBackResult> CreateAsync(MadeItem made, CancellationToken cancel)
    {
        var loose = made is { Session: { } session, PhotoIds.Count: > 0 } ? await _loose.TryListAsync(session, cancel).ConfigureAwait(false) : null;
        if (loose?.Any(photo => made.PhotoIds.Contains(photo.Id)) == true) return ReadBackResult.No("Its photos are on no item.");

        ReadBackResult? open = null;
        await foreach (var item in _wardrobe.ReadAllAsync(null, TimeSpan.Zero, _site.Options.PageSize, cancel).ConfigureAwait(false))
        {
            if (!IsCandidate(item, made)) continue;
            var result = await CompareAsync(item, made, cancel).ConfigureAwait(false);
            if (result.Answer == ReadBackAnswer.Happened) return result;
            if (result.Answer == ReadBackAnswer.StillUnknown) open = result;
        }

        if (open is not null) return open;
        return loose is null ? ReadBackResult.No("The seller's list has no such item.") : ReadBackResult.Open("Its photos are gone from those on no item, and the seller's list does not show the item yet.");
    }

    internal async Task<ReadBackResult> UpdateAsync(long itemId, JsonElement? before, Dictionary<string, string> wanted, CancellationToken cancel)
    {
        var now = (await ReadAsync(itemId, cancel).ConfigureAwait(false)).GetProperty("item");
        if (VintedItems.Differing(now, wanted).Count == 0) return ReadBackResult.Yes("The item is as wanted.", itemId, VintedItems.Detail(now));
        if (before is { } old && wanted.Keys.All(field => string.Equals(ItemFields.Read(now, field), ItemFields.Read(old, field), StringComparison.Ordinal)))
            return ReadBackResult.No("The item is as it was before.");
        return before is null ? ReadBackResult.No("The item is not as wanted.") : ReadBackResult.Open("The item is neither as wanted nor as before: something else changes it.", itemId);
    }

    private Task<JsonElement> ReadAsync(long itemId, CancellationToken cancel) => _site.ReadAsync(VintedItems.DetailPath(itemId), SiteShapes.ItemDetail, cancel);

    // What this client made is the result of another create, unless its photos say otherwise: a repetition under the same key meets its own.
    private bool IsAnother(long itemId)
    {
        lock (_lock) return _made.Contains(itemId);
    }

    private static bool IsCandidate(Item item, MadeItem made) =>
        string.Equals(ItemFields.Text(item.Title), ItemFields.Text(made.Title), StringComparison.Ordinal)
        && (item.Price.Amount == made.Price || made is { Draft: true, Price: 0 })
        && (item.State == ItemState.Draft) == made.Draft
        && item.State is not (ItemState.Sold or ItemState.Deleted);

    private async Task<ReadBackResult> CompareAsync(Item item, MadeItem made, CancellationToken cancel)
    {
        var another = IsAnother(item.Id);
        if (another && made.PhotoIds.Count == 0) return Another;
        var detail = VintedItems.Detail((await ReadAsync(item.Id, cancel).ConfigureAwait(false)).GetProperty("item"));
        if (detail.Photos.Any(photo => made.PhotoIds.Contains(photo.Id))) return ReadBackResult.Yes("An item in the list has the photos uploaded for it.", item.Id, detail);
        if (another) return Another;
        if (detail.Description is { } text && !string.Equals(ItemFields.Text(text), ItemFields.Text(made.Description), StringComparison.Ordinal))
            return ReadBackResult.No("An item of that name has another description.");
        if ((item.CreatedAtTs ?? (item.Photos is [{ HighResolution: { } original }, ..] ? original.Timestamp : null)) is not { } at)
            return ReadBackResult.Open("An item of that name and price is there, and the site does not say since when.", item.Id);
        if (at < made.StartedAt - SurelyOlder) return ReadBackResult.No("The item of that name and price is older.");
        if (made.ByPhotosOnly) return ReadBackResult.Open("An item of that name, price and description is there, and nothing tells whether it is this one or another like it.", item.Id);
        return at >= made.StartedAt - ClockSkew
            ? ReadBackResult.Yes("An item of that name, price and description was made since.", item.Id, detail)
            : ReadBackResult.Open("An item of that name, price and description was made shortly before; the clocks may differ.", item.Id);
    }
}
