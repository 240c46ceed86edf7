using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using StoFlow.Protocol.Shapes;

namespace StoFlow.Client;

/// <summary>Reads the seller's own list.</summary>
internal sealed class Wardrobe(SiteCalls site)
{
    /// <param name="userId">Whose list; asks the browser when null.</param>
    /// <param name="throttle">A pause between two pages.</param>
    /// <param name="pageSize">Items of a page.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <param name="flags">What every page must hold in full beside the rest. When null, something is decided by the items: whatever cannot be read is drift.</param>
    public async IAsyncEnumerable<Item> ReadAllAsync(
        long? userId, TimeSpan throttle, int pageSize, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel, Shape? flags = null)
    {
        var id = userId ?? (await UserAsync(cancel).ConfigureAwait(false)).UserId;

        // Newest first: what is added while the list is read then shows at its beginning, where the list is looked at again.
        var path = string.Create(CultureInfo.InvariantCulture, $"wardrobe/{id}/items?per_page={pageSize}&order=newest_first&page=");
        var list = new SettledList<Item>((page, token) => PageAsync(path + page.ToString(CultureInfo.InvariantCulture), flags, token), item => item.Id)
        {
            Pause = token => throttle > TimeSpan.Zero ? Task.Delay(throttle, site.Time, token) : Task.CompletedTask,
        };
        await foreach (var item in list.ReadAllAsync(cancel).ConfigureAwait(false)) yield return item;
    }

    /// <summary>The site's summary of an item; null where that address is gone, which says nothing of the item: the list has the same.</summary>
    public async Task<JsonElement?> SummaryAsync(long itemId, CancellationToken cancel)
    {
        try
        {
            return (await site.ReadAsync($"wardrobe/items/{VintedItems.Text(itemId)}", SiteShapes.WardrobeItem, cancel).ConfigureAwait(false)).GetProperty("item");
        }
        catch (SiteException dead) when (dead is { Html: true, HttpStatus: 404 })
        {
            return null;
        }
    }

    /// <summary>An item as the list shows it; null when it is not there.</summary>
    public async Task<Item?> FindAsync(long itemId, CancellationToken cancel)
    {
        await foreach (var item in ReadAllAsync(null, site.Options.Throttle, site.Options.PageSize, cancel).ConfigureAwait(false))
            if (item.Id == itemId) return item;
        return null;
    }

    /// <summary>Whether an item is hidden; null when the site does not say.</summary>
    public async Task<bool?> IsHiddenAsync(long itemId, CancellationToken cancel)
        => await SummaryAsync(itemId, cancel).ConfigureAwait(false) is { } item && item.TryGetProperty("is_hidden", out var flag) && flag.ValueKind != JsonValueKind.Null
            ? DriftWatch.Value(flag, ClientJson.Default.Boolean, SiteShapes.WardrobeItem, "item.is_hidden")
            : (await FindAsync(itemId, cancel).ConfigureAwait(false))?.IsHidden;

    public async Task<UserData> UserAsync(CancellationToken cancel)
    {
        var request = site.Envelope(Protocol.CommandAction.GetUserData, site.Options.Timeout);
        var answer = await site.ExecuteAsync(request, null, cancel).ConfigureAwait(false);
        if (!answer.Success && answer.Status is not null and not 200) SiteAnswer.Require(answer, write: false, site.Time);
        var data = answer.Data ?? default;
        site.Check(data, SiteShapes.User);
        return site.ReadCarried(data, ClientJson.Default.UserData, SiteShapes.User);
    }

    private async Task<ListPage<Item>> PageAsync(string path, Shape? flags, CancellationToken cancel)
    {
        var answer = await site.ReadAsync(path, SiteShapes.WardrobePage, cancel).ConfigureAwait(false);
        if (flags is not null) SiteCalls.CheckWhole(answer, flags);
        var page = Pages.Read(answer, "items", SiteShapes.WardrobePage, Read);
        var currency = (await site.SiteAsync(cancel).ConfigureAwait(false)).Currency;
        return page with { Entries = page.Entries.Select(item => item.Price.Currency.Length > 0 ? item : item with { Currency = currency }) };

        Item Read(JsonElement entry, int index)
        {
            var (item, at) = (Priced(entry, index), $"items[{index}]");
            return flags is null
                ? DriftWatch.Read(item, ClientJson.Default.Item, SiteShapes.WardrobePage, at)
                : site.ReadCarried(item, ClientJson.Default.Item, SiteShapes.WardrobePage, at);
        }
    }

    // A draft may have no price yet: it is 0 then, and hides no other item. Nothing else may be without one.
    private static JsonElement Priced(JsonElement item, int index)
    {
        if (item.GetProperty("price").ValueKind != JsonValueKind.Null) return item;
        if (!item.TryGetProperty("is_draft", out var draft) || (draft.ValueKind != JsonValueKind.True && WholeNumber.Of(draft) != 1))
            throw DriftWatch.Missing(SiteShapes.WardrobePage, $"items[{index}].price");
        var priced = JsonObject.Create(item)!;
        priced["price"] = 0;
        return JsonSerializer.SerializeToElement(priced, ClientJson.Default.JsonNode);
    }
}
