using StoFlow.Client;

namespace StoFlow.Tests.Client;

/// <summary>Entries of lists that are null in an answer: nobody who goes through a list meets one.</summary>
public sealed class NullEntryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Photos_and_attributes_that_are_null_are_not_there()
    {
        const string page = """
            {"items":[{"id":1,"title":"Robe","price":"9.5","photos":[null,{"id":31}]}],"pagination":{"total_pages":1,"total_entries":1}}
            """;
        const string detail = """{"item":{"id":1,"photos":[{"id":31},null],"item_attributes":[null,{"code":"size","ids":[3]}]}}""";
        using var played = new PlayedBridge().ThenSite(page).ThenSite(detail);
        using var client = played.Client();

        var listed = Assert.Single(await client.GetAllProductsAsync(7, cancellationToken: Cancel).ToListAsync(Cancel));
        var item = await client.Items.GetAsync(1, Cancel);

        Assert.Equal(31, Assert.Single(listed.Photos).Id);
        Assert.Equal((31, "size"), (Assert.Single(item.Photos).Id, Assert.Single(item.ItemAttributes).Code));
    }

    [Fact]
    public async Task An_attribute_of_which_half_is_missing_has_no_nulls()
    {
        using var played = new PlayedBridge().ThenSite("""{"item":{"id":1,"item_attributes":[{"code":"size"},{"ids":[3]}]}}""");
        using var client = played.Client();

        var item = await client.Items.GetAsync(1, Cancel);

        Assert.Equal("size= =3", string.Join(' ', item.ItemAttributes.Select(attribute => $"{attribute.Code.Trim()}={string.Join(',', attribute.Ids.ToArray())}")));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"id":3,"title":null}""")]
    public async Task A_category_that_is_null_or_has_no_name_is_drift(string below)
    {
        using var played = new PlayedBridge().ThenSite($$"""{"catalogs":[{"id":1,"title":"Femmes","catalogs":[{"id":2,"title":"Robes","catalogs":[{{below}}]}]}]}""");
        using var client = played.Client();

        var drift = await Assert.ThrowsAsync<SiteException>(() => client.Catalogue.FindCategoriesAsync("Robes", Cancel));

        Assert.Equal((ClientErrorCode.Drift, "catalogs[].catalogs[]"), (drift.Code, drift.Path));
    }
}
