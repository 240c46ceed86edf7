using System.Text.Json;
using StoFlow.Protocol.Shapes;

namespace StoFlow.Tests.Client;

public sealed class ShapeTests
{
    private static readonly Shape Shape = new("test", ["items[].price", "pagination.total", "a.b[].c[].d"], ["items[].brand"]);

    [Theory]
    [InlineData("""{"items":[],"pagination":{"total":1},"a":{"b":[]}}""", null)]
    [InlineData("""{"items":[{"price":1},{"price":null}],"pagination":{"total":1},"a":{"b":[]}}""", "items[1].price")]
    [InlineData("""{"items":{},"pagination":{"total":1},"a":{"b":[]}}""", "items")]
    [InlineData("""{"pagination":{"total":1}}""", "items")]
    [InlineData("""{"items":[],"pagination":null,"a":{"b":[]}}""", "pagination")]
    [InlineData("""{"items":[],"pagination":{},"a":{"b":[]}}""", "pagination.total")]
    [InlineData("""{"items":[],"pagination":{"total":0},"a":{"b":[{"c":[{"d":1},{}]}]}}""", "a.b[0].c[1].d")]
    [InlineData("""[]""", "items")]
    public void The_first_needed_field_that_is_missing_is_named(string json, string? path) => Assert.Equal(path, Shape.FirstMissing(JsonElement.Parse(json)));

    [Theory]
    [InlineData("""{"items":[{"price":null}]}""", null)]
    [InlineData("""{"items":[{"price":null},{}]}""", "items[1].price")]
    public void A_needed_field_with_a_question_mark_may_be_null_but_must_be_there(string json, string? path)
    {
        var shape = new Shape("test", ["items[].price?"], []);
        Assert.Equal(path, shape.FirstMissing(JsonElement.Parse(json)));
        Assert.Equal(path is null ? [] : [new ShapeGap("items[].price", Needed: true, OfAnotherType: false)], shape.Gaps(JsonElement.Parse(json)));
    }

    [Theory]
    [InlineData("number", "7", true)]
    [InlineData("number", "\"7\"", true)]
    [InlineData("number", "7.0", true)]
    [InlineData("number", "\"many\"", false)]
    [InlineData("number", "\"\\ud800\"", false)]
    [InlineData("number", "{\"value\":7}", false)]
    [InlineData("number", "true", false)]
    [InlineData("text", "\"x\"", true)]
    [InlineData("text", "\"\\ud800\"", true)]
    [InlineData("text", "7", false)]
    [InlineData("flag", "false", true)]
    [InlineData("flag", "0", true)]
    [InlineData("flag", "\"1\"", true)]
    [InlineData("flag", "\"perhaps\"", false)]
    [InlineData("flag", "[]", false)]
    [InlineData("price", "28.9", true)]
    [InlineData("price", "\"28.9\"", true)]
    [InlineData("price", "{\"amount\":\"28.9\",\"currency_code\":\"EUR\"}", true)]
    [InlineData("price", "{\"currency_code\":\"EUR\"}", false)]
    [InlineData("price", "\"28,9\"", false)]
    [InlineData("list", "[]", true)]
    [InlineData("list", "{}", false)]
    public void A_field_of_another_type_than_known_is_told_whether_it_is_needed_or_not(string kind, string value, bool fits)
    {
        var answer = JsonElement.Parse($$"""{"items":[{"a":null,"b":null},{"a":{{value}},"b":{{value}}}]}""");
        var shape = new Shape("test", [$"items[].a?:{kind}"], [$"items[].b:{kind}"]);
        Assert.Equal(fits ? [] : [new ShapeGap("items[].a", true, true), new ShapeGap("items[].b", false, true)], shape.Gaps(answer));

        // The client reads it by itself, and knows better where.
        Assert.Null(shape.FirstMissing(answer));
    }

    [Fact]
    public void What_is_no_list_is_of_another_type() => Assert.Equal(new ShapeGap("items[].price", true, true), Assert.Single(Shape.Gaps(JsonElement.Parse("""{"items":{},"pagination":{"total":1},"a":{"b":[]}}""")), gap => gap.Needed));

    [Theory]
    [InlineData("GET", "https://www.vinted.fr/api/v2/wardrobe/12/items?page=1", "wardrobe page")]
    [InlineData("GET", "https://www.vinted.co.uk/api/v2/wardrobe/items/12", "wardrobe item")]
    [InlineData("PUT", "https://www.vinted.fr/api/v2/item_upload/items/12", "answer of create")]
    [InlineData("POST", "https://www.vinted.fr/api/v2/item_upload/drafts/12/completion", "answer of create")]
    [InlineData("POST", "https://www.vinted.fr/api/v2/items/12/delete", null)]
    [InlineData("GET", "https://www.vinted.fr/api/v3/my_orders", null)]
    [InlineData("GET", "my_orders", null)]
    public void A_known_address_has_a_shape(string method, string url, string? name) => Assert.Equal(name, SiteShapes.For(method, url)?.Name);

    [Fact]
    public void An_expected_field_may_be_null_but_must_be_there()
    {
        Assert.Empty(Shape.MissingExpected(JsonElement.Parse("""{"items":[{"brand":null}]}""")));
        Assert.Equal("items[].brand", Assert.Single(Shape.MissingExpected(JsonElement.Parse("""{"items":[{"brand":"x"},{}]}"""))));
    }
}
