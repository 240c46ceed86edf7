using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace StoFlow.IntegrationTests.SandboxTests;

/// <summary>The marketplace writes numbers in one way, whatever the habits of the machine it runs on. Alone, as the habits are the whole process's.</summary>
[Collection("alone")]
public sealed class CultureTests : SandboxTest
{
    [Theory]
    [InlineData("object", """{"amount":"1234.56","currency_code":"EUR"}""")]
    [InlineData("string", "\"1234.56\"")]
    [InlineData("number", "1234.56")]
    public async Task Prices_have_a_point_on_a_German_machine(string form, string expected)
    {
        CultureInfo.DefaultThreadCurrentCulture = German();
        try
        {
            await Control.Post("settings", $$"""{"price_form":"{{form}}","numeric_strings":true}""");
            var shopper = await Seller();
            var body = TestItem.Body("Jean droit", 1, await shopper.Photo());
            body["item"]!["price"] = "1234.56";
            body["item"]!["color_ids"] = new JsonArray("27");
            var made = (await shopper.Post("item_upload/items", body)).Json["item"]!;
            var id = (string)made["id"]!;
            Assert.Equal("27", (string?)made["color1_id"]);
            Assert.Equal(expected, made["price"]!.ToJsonString());
            Assert.Equal(expected, (await shopper.Get($"wardrobe/items/{id}")).Json["item"]!["price"]!.ToJsonString());
            Assert.Equal(1234.56m, (decimal)(await Control.LastEntry())["price"]!);
            var page = await shopper.Open($"/items/{id}");
            Assert.Contains("<p>1234.56 EUR</p>", page, StringComparison.Ordinal);
            Assert.Contains("\"price\":\"1234.56\"", page, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.DefaultThreadCurrentCulture = null;
        }
    }

    /// <summary>What matters of de-DE: the tests run without the system's culture data, so it cannot be asked for by name.</summary>
    private static CultureInfo German()
    {
        var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (german.NumberFormat.NumberDecimalSeparator, german.NumberFormat.NumberGroupSeparator, german.NumberFormat.NegativeSign) = (",", ".", "\u2212");
        return german;
    }
}
