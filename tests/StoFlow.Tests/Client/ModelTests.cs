using System.Text.Json;
using StoFlow.Client;

namespace StoFlow.Tests.Client;

public sealed class ModelTests
{
    [Theory]
    [InlineData("""{"amount":"28.9","currency_code":"EUR"}""", "28.90 EUR")]
    [InlineData("""{"currency_code":"PLN","amount":28.9,"more":{"x":[1]}}""", "28.90 PLN")]
    [InlineData("\"15.00\"", "15.00")]
    [InlineData("3", "3.00")]
    [InlineData("\"1234567.89\"", "1234567.89")]
    public void Money_is_read_from_every_form_and_written_as_the_number(string json, string text)
    {
        var money = JsonSerializer.Deserialize(json, ClientJson.Default.Money);
        Assert.Equal(text, money.ToString());
        Assert.Equal(money.Amount, JsonElement.Parse(JsonSerializer.Serialize(money, ClientJson.Default.Money)).GetDecimal());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("\"15,00\"")]
    [InlineData("null")]
    [InlineData("true")]
    public void What_is_no_money_is_refused(string json) => Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize(json, ClientJson.Default.Money));

    [Fact]
    public void An_item_reads_what_the_site_has_been_seen_to_write()
    {
        var item = JsonSerializer.Deserialize(
            """
            {"id":"7000000001","title":"Jean droit","price":"28.9","brand":{"title":"Levi's"},"size":"W34 | FR 44","status":"Très bon état","view_count":"37",
             "favourite_count":4,"is_draft":0,"is_closed":"1","is_reserved":false,"is_hidden":false,"item_closing_action":"sold","created_at_ts":1767225600,
             "photo":{"id":31000000001,"high_resolution":{"id":"x","timestamp":1767225600}},"brand_new_field":{"a":[1,2]}}
            """,
            ClientJson.Default.Item)!;
        Assert.Equal((7_000_000_001L, "Levi's", 37, ItemState.Sold), (item.Id, item.Brand, item.ViewCount, item.State));
        Assert.Equal(28.9m, item.Price.Amount);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), item.CreatedAtTs);
        Assert.Equal(31_000_000_001, Assert.Single(item.Photos).Id);
        Assert.Equal("""{"a":[1,2]}""", item.Extra!["brand_new_field"].GetRawText());
    }

    [Theory]
    [InlineData("05/01/2026")]
    [InlineData("05.01.2026 10:00")]
    [InlineData("5 Jan 2026")]
    [InlineData("10:00")]
    [InlineData("")]
    public void A_time_that_may_mean_another_is_none(string text)
        => Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize($$"""{"title":"Robe","date":"{{text}}"}""", ClientJson.Default.Order));

    [Theory]
    [InlineData("\"2026-01-05T10:00:00+01:00\"")]
    [InlineData("\"2026-01-05T09:00:00Z\"")]
    [InlineData("\"2026-01-05 09:00:00\"")]
    [InlineData("\"1767603600\"")]
    [InlineData("1767603600")]
    public void A_time_is_read_from_every_form(string json)
        => Assert.Equal(new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero), JsonSerializer.Deserialize($$"""{"title":"Robe","date":{{json}}}""", ClientJson.Default.Order)!.Date!.Value.ToUniversalTime());

    [Fact]
    public void A_thin_item_is_no_item()
        => Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize("""{"id":1}""", ClientJson.Default.Item));

    [Fact]
    public void Missing_lists_are_empty()
    {
        var detail = JsonSerializer.Deserialize("""{"id":1,"photos":null}""", ClientJson.Default.ItemDetail)!;
        Assert.Empty(detail.Photos);
        Assert.Empty(detail.ItemAttributes);
        Assert.Empty(detail.ColorIds);
    }

    [Theory]
    [InlineData(true, true, "sold", true, true, true, ItemState.Draft)]
    [InlineData(false, true, "deleted", true, true, true, ItemState.Deleted)]
    [InlineData(false, true, "sold", true, true, true, ItemState.Sold)]
    [InlineData(false, true, null, false, false, false, ItemState.Sold)]
    [InlineData(false, true, "something", false, false, false, ItemState.Unknown)]
    [InlineData(false, false, null, true, true, true, ItemState.Reserved)]
    [InlineData(false, false, null, false, true, true, ItemState.Hidden)]
    [InlineData(false, false, null, false, false, true, ItemState.UnderReview)]
    [InlineData(false, false, null, false, false, false, ItemState.OnSale)]
    [InlineData(null, null, null, null, null, null, ItemState.Unknown)]
    [InlineData(false, null, null, false, false, false, ItemState.Unknown)]
    public void The_state_comes_from_the_flags_in_the_sites_order(bool? draft, bool? closed, string? action, bool? reserved, bool? hidden, bool? processing, ItemState state)
        => Assert.Equal(state, ItemStates.Of(draft, closed, action, reserved, hidden, processing, null));

    [Fact]
    public void An_alert_that_holds_the_item_back_is_a_review()
    {
        Assert.Equal(ItemState.UnderReview, ItemStates.Of(false, false, null, false, false, false, "delayed_publication"));
        Assert.Equal(ItemState.OnSale, ItemStates.Of(false, false, null, false, false, false, "package_size"));
    }

    [Fact]
    public void Secrets_stay_out_of_texts()
    {
        var user = new UserData { UserId = 7, Login = "demo", Email = "demo@example.test", CsrfToken = "secret" };
        Assert.Equal("UserData { UserId = 7, Login = demo }", user.ToString());
    }
}
