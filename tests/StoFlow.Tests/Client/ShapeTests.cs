using System.Text.Json;
using StoFlow.Client;

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

    [Fact]
    public void An_expected_field_may_be_null_but_must_be_there()
    {
        Assert.Empty(Shape.MissingExpected(JsonElement.Parse("""{"items":[{"brand":null}]}""")));
        Assert.Equal("items[].brand", Assert.Single(Shape.MissingExpected(JsonElement.Parse("""{"items":[{"brand":"x"},{}]}"""))));
    }
}
