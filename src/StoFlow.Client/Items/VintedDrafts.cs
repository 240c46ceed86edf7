using StoFlow.Protocol.Shapes;

namespace StoFlow.Client;

/// <summary>Drafts: items that only their owner sees. They are changed with <see cref="VintedItems.UpdateAsync"/> like items.</summary>
public sealed class VintedDrafts
{
    private readonly SiteCalls _site;
    private readonly WriteRunner _writes;
    private readonly VintedReadBack _readBack;
    private readonly VintedItems _items;

    internal VintedDrafts(SiteCalls site, WriteRunner writes, VintedReadBack readBack, VintedItems items)
    {
        _site = site;
        _writes = writes;
        _readBack = readBack;
        _items = items;
    }

    /// <summary>Keeps an item as a draft. Only what is there is checked: a draft may lack photos, price and category.</summary>
    /// <param name="item">The item; 0 as price or category leaves it open.</param>
    /// <param name="idempotencyKey">Made when null.</param>
    /// <param name="cancel">Stops the waiting; the draft may still be made.</param>
    /// <exception cref="ValidationException">All mistakes at once; nothing was sent.</exception>
    /// <remarks>Source: <c>POST /api/v2/photos</c> for each photo, then <c>POST /api/v2/item_upload/drafts</c>.</remarks>
    public Task<ItemDetail> CreateAsync(NewItem item, string? idempotencyKey = null, CancellationToken cancel = default)
        => _items.CreateAsync(item, draft: true, IdempotencyKey.Or(idempotencyKey), cancel);

    /// <summary>Puts a draft up for sale as it is. Change it first if something is missing. Changes of it by this client wait until it is published, and it for them.</summary>
    /// <param name="draftId">The draft.</param>
    /// <param name="idempotencyKey">Made when null.</param>
    /// <param name="cancel">Stops the waiting; it may still be published.</param>
    /// <exception cref="SiteException">Something is missing (code 99): see <see cref="SiteException.FieldErrors"/>.</exception>
    /// <remarks>Source: <c>GET /api/v2/item_upload/items/{id}</c>, then <c>POST /api/v2/item_upload/drafts/{id}/completion</c>.</remarks>
    public async Task<ItemDetail> PublishAsync(long draftId, string? idempotencyKey = null, CancellationToken cancel = default)
    {
        var key = IdempotencyKey.Or(idempotencyKey);

        // Published is what was read: a change sent in between would be undone, or come too late for a draft.
        using var turn = await _items.TurnAsync(draftId, cancel).ConfigureAwait(false);
        var read = await _site.ReadAsync(VintedItems.DetailPath(draftId), SiteShapes.ItemDetail, cancel).ConfigureAwait(false);
        var item = read.GetProperty("item");
        var known = _items.Shown(item);
        if (known.IsDraft == false) return known;
        VintedItems.ThrowIfAnother(known, draftId);
        EditView.CheckWhole(read, draft: true, new ItemChanges());
        var currency = (await _site.SiteAsync(cancel).ConfigureAwait(false)).Currency;
        var body = ItemForm.Update(read, new ItemChanges(), null, currency, DerivedId.Of(key));
        if (body["item"] is { } fields)
        {
            // The answer did not say that it is a draft; the caller does.
            body.Remove("item");
            body["draft"] = fields;
        }

        var write = new SiteWrite("POST", $"item_upload/drafts/{VintedItems.Text(draftId)}/completion", body, SiteShapes.CreatedItem) { Headers = VintedItems.FormHeaders };
        var plan = new ReadBackPlan<ItemDetail>(token => _readBack.ResolvePublishAsync(draftId, token), seen => seen.Item!);
        return await _writes.RunAsync(key, write, data => VintedItems.Written(_site, data, write, "item"), plan, cancel).ConfigureAwait(false);
    }

    /// <summary>Deletes a draft for good.</summary>
    /// <param name="draftId">The draft.</param>
    /// <param name="idempotencyKey">Made when null.</param>
    /// <param name="cancel">Stops the waiting; it may still be deleted.</param>
    /// <returns>True when it was deleted now, false when there was no such draft any more.</returns>
    /// <remarks>Source: <c>DELETE /api/v2/item_upload/drafts/{id}</c>.</remarks>
    public Task<bool> DeleteAsync(long draftId, string? idempotencyKey = null, CancellationToken cancel = default)
        => _items.DeleteAsync(new SiteWrite("DELETE", $"item_upload/drafts/{VintedItems.Text(draftId)}", null, SiteShapes.Anything), draftId, idempotencyKey, cancel);
}
