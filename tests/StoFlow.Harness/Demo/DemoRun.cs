using System.Globalization;
using StoFlow.Client;
using StoFlow.Harness.House;

namespace StoFlow.Harness.Demo;

/// <summary>The main job, step by step; what each did is read from the sandbox's ledger, never from our own answers.</summary>
internal sealed class DemoRun(SellersHouse house, DemoOptions options, DemoReport report)
{
    private const int PhotoBytes = 10 * 1024 * 1024;
    private const decimal FirstPrice = 28.90m;
    private const decimal NewPrice = 24.50m;

    // Without read-back, so that an answer which went wrong is shown instead of being settled.
    private readonly VintedProxyClient _client = house.Client(client => client with { ReadBack = false });
    private readonly LedgerCheck _ledger = new(house.Control);
    private readonly string _title = $"Jean droit (démo {Guid.NewGuid().ToString("N")[..6]})";
    private long _itemId;

    public DemoTiming? Timing { get; private set; }

    public async Task RunAsync(CancellationToken ct)
    {
        Func<CancellationToken, Task<string>>[] work =
            [UserDataAsync, AllItemsAsync, PhotoAsync, CreateAsync, PriceAsync, StatsAsync, BatchAsync, TimingAsync, DeleteAsync];
        foreach (var (name, step) in DemoOptions.Steps.Zip(work)) await StepAsync(name, step, ct);
    }

    private Task StepAsync(string name, Func<CancellationToken, Task<string>> work, CancellationToken ct) => report.StepAsync(name, async () =>
    {
        await _ledger.BeginAsync(ct);
        if (options.FaultStep == name) await house.Control.FaultAsync(options.FaultKind!, ct: ct);
        try
        {
            return await work(ct);
        }
        catch (StoFlowException problem)
        {
            throw new InvalidOperationException($"{problem.Message} (code {problem.Code}; the ledger shows {await _ledger.DescribeAsync(ct)})", problem);
        }
    });

    private async Task<string> UserDataAsync(CancellationToken ct)
    {
        var user = await _client.GetUserDataAsync(ct);
        Expect(user.Email == SellersHouse.Email, "the e-mail is not the demo seller's");
        return $"{user.Login}, id {user.UserId}";
    }

    private async Task<string> AllItemsAsync(CancellationToken ct)
    {
        var there = (await house.Control.ItemIdsAsync(ct)).ToHashSet();
        List<long> seen = [];
        await foreach (var item in _client.GetAllProductsAsync(cancellationToken: ct)) seen.Add(item.Id);
        Expect(seen.Count == seen.Distinct().Count(), "an item came twice");
        Expect(there.SetEquals(seen), $"{there.Except(seen).Count()} missing, {seen.Except(there).Count()} too many");
        return $"{seen.Count} items, each once";
    }

    private PhotoSource _photo = null!;
    private string _hash = "";

    private async Task<string> PhotoAsync(CancellationToken ct)
    {
        var bytes = DemoPhoto.Make(PhotoBytes, seed: 7);
        _hash = DemoPhoto.Sha256(bytes);
        var photo = await _client.UploadPhotoAsync(bytes, "jean.jpg", cancellationToken: ct);
        _photo = PhotoSource.Uploaded(photo);
        var entry = await _ledger.OnlyAsync("photo_uploaded", ct);
        Expect(entry.Sha256 == _hash, "the ledger's SHA-256 is another");
        return $"{PhotoBytes / 1024 / 1024} MiB, byte-equal by SHA-256";
    }

    private async Task<string> CreateAsync(CancellationToken ct)
    {
        var item = await _client.CreateProductAsync(
            new NewItem
            {
                Title = _title, Description = "Jean droit, très bon état. 🧵 Envoi rapide.", Price = FirstPrice, CatalogId = 257,
                BrandId = 10, SizeId = 1643, StatusId = 2, ColorIds = [27], PackageSizeId = 2, Photos = [_photo],
            },
            cancellationToken: ct);
        _itemId = item.Id;
        var entry = await _ledger.OnlyAsync("item_created", ct);
        Expect(entry.ItemId == _itemId && entry.Title == _title && Price(entry) == FirstPrice, "the ledger shows another item");
        return $"item {_itemId}";
    }

    private async Task<string> PriceAsync(CancellationToken ct)
    {
        await _client.UpdateProductAsync(_itemId, new ItemChanges { Price = NewPrice }, cancellationToken: ct);
        var entry = await _ledger.OnlyAsync("item_updated", ct);
        Expect(entry.ItemId == _itemId && Price(entry) == NewPrice && entry.Title == _title, "the ledger shows another change");
        return string.Create(CultureInfo.InvariantCulture, $"{FirstPrice} → {NewPrice}");
    }

    private async Task<string> StatsAsync(CancellationToken ct)
    {
        var stats = await _client.GetItemStatsAsync(_itemId, cancellationToken: ct);
        return $"{stats.ViewCount} views, {stats.FavouriteCount} favourites";
    }

    private async Task<string> BatchAsync(CancellationToken ct)
    {
        var user = await _client.GetUserDataAsync(ct);
        var pages = Enumerable.Range(1, 3)
            .Select(page => new Protocol.Http.RequestBody($"https://{house.Options.Site}/api/v2/wardrobe/{user.UserId}/items?page={page}&per_page=20"));
        var answer = await _client.ExecuteBatchAsync([.. pages], cancellationToken: ct);
        Expect(answer.Success && answer.Results is { Count: 3 }, "a page failed");
        return "3 pages at once";
    }

    private async Task<string> TimingAsync(CancellationToken ct)
    {
        var api = $"https://{house.Options.Site}/api/v2";
        var user = await _client.GetUserDataAsync(ct);
        var item = await DemoTimer.RunAsync(house, _client, $"{api}/item_upload/items/{_itemId}", options.Commands, warmUp: 2000, ct);
        var page = await DemoTimer.RunAsync(house, _client, $"{api}/wardrobe/{user.UserId}/items?page=1&per_page=20", options.Commands, warmUp: 100, ct);
        Timing = item with { Page = page };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{item.Count} commands: median {item.CommandMs} ms (p95 {item.CommandP95Ms} ms), bare fetch {item.BareMs} ms, ratio {item.Ratio}; a page of 20 items: {page.CommandMs}, {page.BareMs} ms, {page.Ratio}");
    }

    private async Task<string> DeleteAsync(CancellationToken ct)
    {
        await _client.DeleteProductAsync(_itemId, cancellationToken: ct);
        var entry = await _ledger.OnlyAsync("item_deleted", ct);
        Expect(entry.ItemId == _itemId, "the ledger shows another item");
        return $"item {_itemId}";
    }

    private static decimal Price(LedgerLine entry) => decimal.Parse(entry.Price?.ToString() ?? "0", CultureInfo.InvariantCulture);

    private static void Expect(bool holds, string otherwise)
    {
        if (!holds) throw new InvalidOperationException(otherwise);
    }
}
