using System.Text.Json;
using StoFlow.Client;
using StoFlow.Harness.Demo;
using StoFlow.Harness.House;

namespace StoFlow.BrowserTests.Shop;

/// <summary>What the shop's tests share: a house that outlives them, a client, and the ledger from where the test began.</summary>
public abstract class ShopTest(HouseFixture fixture) : IAsyncLifetime
{
    private long _before;

    /// <summary>The house; other tests have left things in its shop.</summary>
    protected SellersHouse House { get; } = fixture.House;

    /// <summary>The client under test.</summary>
    protected VintedProxyClient Client { get; } = fixture.House.Client();

    /// <summary>Of the running test.</summary>
    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public virtual async ValueTask InitializeAsync() => _before = await House.Control.LedgerEndAsync(Ct);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Client.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>What really happened at the site since the test began.</summary>
    protected Task<IReadOnlyList<LedgerLine>> LedgerAsync() => House.Control.LedgerAsync(_before, Ct);

    /// <summary>The effects since the test began, in order.</summary>
    protected async Task<IReadOnlyList<string?>> EffectsAsync() => [.. (await LedgerAsync()).Select(line => line.Effect)];

    /// <summary>An item as the site takes it.</summary>
    protected static NewItem Jeans(params IReadOnlyList<PhotoSource> photos) => new()
    {
        Title = "Jean 501", Description = "Très bon état", Price = 12.30m, CatalogId = 257, BrandId = 10, SizeId = 1643, StatusId = 2,
        ColorIds = [27], PackageSizeId = 2, Photos = photos,
    };

    /// <summary>A small photo of its own.</summary>
    protected static PhotoSource Photo(int seed) => PhotoSource.FromBytes(DemoPhoto.Make(2_000, seed));

    /// <summary>Its hash, as the site has it.</summary>
    protected static string Sha(int seed) => DemoPhoto.Sha256(DemoPhoto.Make(2_000, seed));

    /// <summary>An item's edit view, field by field as the site wrote it.</summary>
    protected async Task<SortedDictionary<string, string>> FieldsAsync(long itemId)
    {
        var answer = await Client.ExecuteRequestAsync($"https://{House.Options.Site}/api/v2/item_upload/items/{itemId}", cancellationToken: Ct);
        return new SortedDictionary<string, string>(
            answer.Data!.Value.GetProperty("item").EnumerateObject().ToDictionary(field => field.Name, field => field.Value.GetRawText(), StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    /// <summary>Any read of the site's API.</summary>
    protected async Task<JsonElement> ReadAsync(string path) =>
        (await Client.ExecuteRequestAsync($"https://{House.Options.Site}/api/v2/{path}", cancellationToken: Ct)).Data!.Value;
}
