using Xunit;

namespace StoFlow.IntegrationTests.SandboxTests;

/// <summary>The control service with the inputs people send: sensible ones are understood, the rest get the field's name and what to write instead.</summary>
public sealed class ControlInputTests : SandboxTest
{
    [Theory]
    [InlineData("faults", """{"kind":"meteor"}""", "kind")]
    [InlineData("faults", """{"count":2}""", "kind")]
    [InlineData("faults", """{"kind":null}""", "kind")]
    [InlineData("faults", """{"kind":5}""", "kind")]
    [InlineData("faults", """{"kind":"slow","count":0}""", "count")]
    [InlineData("faults", """{"kind":"slow","count":-1}""", "count")]
    [InlineData("faults", """{"kind":"slow","count":1.5}""", "count")]
    [InlineData("faults", """{"kind":"slow","count":"many"}""", "count")]
    [InlineData("faults", """{"kind":"rate_limit","retry_after_s":-1}""", "retry_after_s")]
    [InlineData("faults", """{"kind":"slow","delay_ms":600001}""", "delay_ms")]
    [InlineData("faults", """{"kind":"slow","dely_ms":1}""", "dely_ms")]
    [InlineData("faults", """{"kind":"slow","path":"/items?page=2"}""", "path")]
    [InlineData("faults", """{"kind":"write_then_close","how":"loudly"}""", "how")]
    [InlineData("reset", """{"items":-1}""", "items")]
    [InlineData("reset", """{"items":200001}""", "items")]
    [InlineData("reset", """{"items":"many"}""", "items")]
    [InlineData("reset", """{"seller":7}""", "seller")]
    [InlineData("reset", """{"seller":""}""", "seller")]
    [InlineData("reset", """{"seller":{"items":-4}}""", "items")]
    [InlineData("reset", """{"seller":{"login":"x","site":"www.example.test"}}""", "site")]
    [InlineData("reset", """{"site":"www.example.test"}""", "site")]
    [InlineData("reset", """{"sellers":[{"site":"www.example.test"}]}""", "site")]
    [InlineData("settings", """{"price_form":"gold"}""", "price_form")]
    [InlineData("sell", """{"item_id":1}""", "item_id")]
    [InlineData("page", """{"form":"round"}""", "form")]
    public async Task A_mistake_names_its_field_and_changes_nothing(string route, string body, string field)
    {
        var before = (await Control.Get("sellers")).ToJsonString();
        var refused = await Control.Post(route, body, 400);
        Assert.Contains(field, (string?)refused["field"] + " " + (string?)refused["detail"], StringComparison.Ordinal);
        Assert.False((bool)refused["ok"]!);
        Assert.Equal(before, (await Control.Get("sellers")).ToJsonString());
        Assert.Empty((await Control.Get("faults")).AsArray());
    }

    [Theory]
    [InlineData("""{"items":7,"seller":"neuer.laden"}""", "neuer.laden", "www.vinted.fr", 7)]
    [InlineData("""{"items":7,"seller":{"login":"neuer.laden","site":"www.vinted.de"}}""", "neuer.laden", "www.vinted.de", 7)]
    [InlineData("""{"items":7,"seller":"demo.shop"}""", "demo.shop", "www.vinted.fr", 7)]
    [InlineData("""{"items":7,"seller":null}""", "demo.shop", "www.vinted.fr", 7)]
    [InlineData("""{"seller":{"items":9}}""", "demo.shop", "www.vinted.fr", 9)]
    [InlineData("""{"items":7,"seller":"zażółć 👗"}""", "zażółć 👗", "www.vinted.fr", 7)]
    [InlineData("""{"items":0}""", "demo.shop", "www.vinted.fr", 0)]
    [InlineData("", "demo.shop", "www.vinted.fr", 40)]
    public async Task A_reset_takes_a_seller_by_name_or_in_full(string body, string login, string site, int items)
    {
        var made = (await Control.Post("reset", body)).AsArray();
        Assert.Equal((login, site, items), ((string?)made[0]!["login"], (string?)made[0]!["site"], (int)made[0]!["items"]!));
        Assert.Equal(items, (await Control.Get("items")).AsArray().Count);
        Assert.Empty((await Control.Get("ledger")).AsArray());
    }

    [Theory]
    [InlineData("/api/v2/users/current")]
    [InlineData("/users/current")]
    [InlineData("users/current")]
    [InlineData("/users/")]
    [InlineData("/users*")]
    [InlineData("/API/V2/Users")]
    [InlineData("/users/*")]
    [InlineData("/{anything}/current")]
    [InlineData("https://www.vinted.fr/api/v2/users")]
    [InlineData("")]
    public async Task A_path_is_understood_in_every_spelling(string path)
    {
        var shopper = await Seller();
        await Control.Fault("server_error", more: $"\"path\":\"{path}\",\"method\":null,\"variant\":null,\"how\":null,\"when\":null");
        Assert.Equal(500, (await shopper.Get("users/current")).Status);
        Assert.Equal(200, (await shopper.Get("users/current")).Status);
    }

    [Fact]
    public async Task A_path_of_something_else_is_not_hit()
    {
        var shopper = await Seller();
        await Control.Fault("server_error", more: "\"path\":\"/wardrobe/*/items\"");
        Assert.Equal(200, (await shopper.Get("users/current")).Status);
        Assert.Equal(200, (await shopper.Get("item_upload/colors")).Status);
        Assert.Single((await Control.Get("faults")).AsArray());
    }

    [Fact]
    public async Task Fields_that_are_dropped_are_gone_at_every_depth()
    {
        var shopper = await Seller();
        await Control.Fault("thin_body", more: "\"drop\":[\"login\",\"email\"]");
        var text = (await shopper.Get("users/current")).Text;
        Assert.DoesNotContain("\"login\"", text, StringComparison.Ordinal);
        Assert.Contains("\"item_count\"", text, StringComparison.Ordinal);
        Assert.Contains("\"login\"", (await shopper.Get("users/current")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_field_of_an_item_is_kept_until_an_edit_leaves_it_out()
    {
        var shopper = await Seller();
        var body = TestItem.Body("Robe", 10, await shopper.Photo(TestPicture.Make(300)));
        body["item"]!["new_field"] = "✨";
        var made = await shopper.Post("item_upload/items", body);
        var item = (long)made.Json["item"]!["id"]!;
        Assert.Equal("✨", (string?)made.Json["item"]!["new_field"]);
        body["item"]!.AsObject().Remove("new_field");
        body["item"]!["id"] = item;
        await shopper.Put($"item_upload/items/{item}", body);
        Assert.DoesNotContain("new_field", (await shopper.Get($"item_upload/items/{item}")).Text, StringComparison.Ordinal);
    }
}
