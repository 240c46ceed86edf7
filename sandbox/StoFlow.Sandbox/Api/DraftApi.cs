using StoFlow.Sandbox.Ledger;
using StoFlow.Sandbox.Shop;

namespace StoFlow.Sandbox.Api;

/// <summary>Drafts: may be incomplete until they are completed, and keep their id when they become items.</summary>
internal static class DraftApi
{
    public static void Map(ApiRoutes api)
    {
        api.Write("POST", "item_upload/drafts", call => Save(call, isNew: true, publish: false));
        api.Write("PUT", "item_upload/drafts/{id:long}", call => Save(call, isNew: false, publish: false));
        api.Write("POST", "item_upload/drafts/{id:long}/completion", call => Save(call, isNew: false, publish: true));
        api.Write("DELETE", "item_upload/drafts/{id:long}", Delete);
    }

    private static async Task Save(ApiCall call, bool isNew, bool publish)
    {
        if (await ItemBody.Read(call, "draft") is not { } body)
        {
            await call.Invalid([new FieldError("root", "The body needs an object \"draft\".")]);
            return;
        }

        var now = call.Market.Time.GetUtcNow();
        Item? item;
        List<FieldError> errors = [];
        using (call.Enter())
        {
            var old = isNew ? null : call.Me.Shop.Find(call.Id());
            item = isNew ? new Item { Id = 0, AccountId = call.Me.Id, CreatedAt = now } : old is { IsDraft: true } ? old : null;
            if (item is not null)
            {
                item = body.Onto(item) with { UpdatedAt = now, IsDraft = !publish };
                if (publish) errors = ItemRules.Check(call, item, body.Currency);
                var (photos, error) = ItemRules.Photos(call, body.PhotoIds, old, mayBeNone: !publish);
                if (error is not null) errors.Add(error);
                if (errors.Count == 0) item = Store(call, old, item with { Photos = [.. photos!] }, publish);
            }
        }

        await (item is null ? ItemWriteApi.Missing(call) : errors.Count > 0 ? call.Invalid(errors) : call.Ok(json =>
        {
            json.WritePropertyName(publish ? "item" : "draft");
            EditJson.Write(json, call, item, processing: false);
        }));
    }

    private static Item Store(ApiCall call, Item? old, Item item, bool publish)
    {
        if (old is null) return ItemWriteApi.Publish(call, item with { Id = call.Market.Accounts.Ids.NextItem() }, Effects.DraftCreated);
        if (!publish) return ItemWriteApi.Swap(call, old, item, Effects.DraftUpdated);
        call.Me.Shop.MoveToFront(old.Id);
        return ItemWriteApi.Swap(call, old, item, Effects.DraftPublished);
    }

    private static Task Delete(ApiCall call)
    {
        Item? item;
        using (call.Enter())
        {
            item = call.Me.Shop.Find(call.Id());
            if (item is { IsDraft: true }) ItemWriteApi.Drop(call, item, Effects.DraftDeleted);
        }

        return item is { IsDraft: true } ? call.Ok() : ItemWriteApi.Missing(call);
    }
}
