using System.Text.Json;
using StoFlow.Sandbox.Ledger;
using StoFlow.Sandbox.Shop;

namespace StoFlow.Sandbox.Api;

/// <summary>Create, replace, delete, hide. Each change and its ledger line are one step under the lock.</summary>
internal static class ItemWriteApi
{
    public static void Map(ApiRoutes api)
    {
        api.Write("POST", "item_upload/items", Create);
        api.Write("PUT", "item_upload/items/{id:long}", Replace);
        api.Write("POST", "items/{id:long}/delete", Delete);
        api.Write("DELETE", "items/{id:long}", Delete);
        api.Write("PUT", "items/{id:long}/is_hidden", Hide);
    }

    private static async Task Create(ApiCall call)
    {
        if (await ItemBody.Read(call, "item") is not { } body)
        {
            await call.Invalid([new FieldError("root", "The body needs an object \"item\".")]);
            return;
        }

        var now = call.Market.Time.GetUtcNow();
        var item = body.Onto(new Item { Id = 0, AccountId = call.Me.Id, CreatedAt = now, UpdatedAt = now });
        var errors = ItemRules.Check(call, item, body.Currency);
        using (call.Enter())
        {
            var (photos, error) = ItemRules.Photos(call, body.PhotoIds, existing: null, mayBeNone: false);
            if (error is not null) errors.Add(error);
            if (errors.Count == 0) item = Publish(call, item with { Id = call.Market.Accounts.Ids.NextItem(), Photos = [.. photos!] }, Effects.ItemCreated);
        }

        await (errors.Count > 0 ? call.Invalid(errors) : Answer(call, item));
    }

    private static async Task Replace(ApiCall call)
    {
        if (await ItemBody.Read(call, "item") is not { } body || (body.Id is { } id && id != call.Id()))
        {
            await call.Invalid([new FieldError("root", "The body needs an object \"item\" whose id is that of the path.")]);
            return;
        }

        Item? item;
        List<FieldError> errors = [];
        using (call.Enter())
        {
            item = call.Me.Shop.Find(call.Id());
            if (item is { IsDraft: false, IsClosed: false })
            {
                var old = item;
                item = body.Onto(item) with { UpdatedAt = call.Market.Time.GetUtcNow() };
                errors = ItemRules.Check(call, item, body.Currency);
                var (photos, error) = ItemRules.Photos(call, body.PhotoIds, old, mayBeNone: false);
                if (error is not null) errors.Add(error);
                if (errors.Count == 0) item = Swap(call, old, item with { Photos = [.. photos!] }, Effects.ItemUpdated);
            }
        }

        await (item is null or { IsDeleted: true } ? Missing(call)
            : errors.Count > 0 ? call.Invalid(errors)
            : item.IsDraft ? call.Refuse(404, 104, "not_found", "Un brouillon se modifie sous drafts")
            : item.IsClosed ? Busy(call)
            : Answer(call, item));
    }

    private static Task Delete(ApiCall call)
    {
        Item? item;
        using (call.Enter())
        {
            item = call.Me.Shop.Find(call.Id());
            if (item is { IsClosed: false }) Drop(call, item, item.IsDraft ? Effects.DraftDeleted : Effects.ItemDeleted);
        }

        return item is null or { IsDeleted: true } ? Missing(call) : item.IsClosed ? Busy(call) : call.Ok();
    }

    private static async Task Hide(ApiCall call)
    {
        var body = await JsonBody.Read(call.Http);
        var hide = body.ValueKind == JsonValueKind.Object && body.TryGetProperty("is_hidden", out var value) ? value.ValueKind : default;
        if (hide is not (JsonValueKind.True or JsonValueKind.False))
        {
            await call.Invalid([new FieldError("root", "The body is {\"is_hidden\": true} or false.")]);
            return;
        }

        Item? item;
        using (call.Enter())
        {
            item = call.Me.Shop.Find(call.Id());
            if (item is { IsClosed: false, IsDraft: false })
            {
                var hidden = hide == JsonValueKind.True;
                call.Me.Shop.Replace(item with { IsHidden = hidden });
                call.Market.Book.Add(call.Effect(item.IsHidden == hidden ? Effects.None : hidden ? Effects.ItemHidden : Effects.ItemShown, item));
            }
        }

        await (item is null or { IsDeleted: true } ? Missing(call) : item.IsClosed || item.IsDraft ? Busy(call) : call.Ok());
    }

    /// <summary>Puts a new item in front of the shop. Under the lock.</summary>
    public static Item Publish(ApiCall call, Item item, string effect)
    {
        foreach (var photo in item.Photos) call.Market.Photos.Assign(photo.Id);
        if (call.Me.Shop.Find(item.Id) is null) call.Me.Shop.Add(item, item.IsDraft ? 0 : call.Settings.ProcessingReads);
        else call.Me.Shop.Replace(item);
        Write(call, effect, item);
        return item;
    }

    /// <summary>Puts the item in the place of the old one; photos that are not on it any more are gone. Under the lock.</summary>
    public static Item Swap(ApiCall call, Item old, Item item, string effect)
    {
        foreach (var photo in item.Photos) call.Market.Photos.Assign(photo.Id);
        foreach (var photo in old.Photos.Where(p => item.Photos.All(kept => kept.Id != p.Id))) call.Market.Photos.Forget(photo.Id);
        call.Me.Shop.Replace(item);
        Write(call, effect, item);
        return item;
    }

    /// <summary>Takes the item out of the shop. Under the lock.</summary>
    public static void Drop(ApiCall call, Item item, string effect)
    {
        if (call.Settings.DeletedInList && !item.IsDraft) call.Me.Shop.Replace(item with { IsClosed = true, ClosingAction = "deleted" });
        else call.Me.Shop.Remove(item.Id);
        call.Market.Deleted.Add(item.Id);
        foreach (var photo in item.Photos) call.Market.Photos.Forget(photo.Id);
        Write(call, effect, item);
    }

    public static Task Missing(ApiCall call)
    {
        bool others;
        using (call.Enter()) others = call.Market.Accounts.FindItem(call.Id()) is { } found && found.Owner.Id != call.Me.Id;
        return others ? call.Refuse(403, 106, "access_denied", "Accès refusé") : call.NotFound();
    }

    private static void Write(ApiCall call, string effect, Item item) => call.Market.Book.Add(call.Effect(effect, item));

    private static Task Busy(ApiCall call) => call.Refuse(400, 20, "transaction_in_progress", "L'article est vendu ou en cours de transaction");

    private static Task Answer(ApiCall call, Item item) => call.Ok(json =>
    {
        json.WritePropertyName("item");
        EditJson.Write(json, call, item, processing: false);
        json.WriteStartArray("after_upload_actions");
        json.WriteEndArray();
    });
}
