using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace StoFlow.IntegrationTests.SandboxTests;

/// <summary>Behaviours 5 to 12, 16 and 17: lists, the edit view, create, replace, delete, hide, sell, prices.</summary>
public sealed class ShopTests : SandboxTest
{
    [Fact]
    public async Task B05_wardrobe_pages_filters_and_shows_text()
    {
        await Control.Post("reset", """{"items":250}""");
        var shopper = await Seller();
        var seen = new HashSet<long>();
        for (var page = 1; page <= 3; page++)
        {
            var list = await shopper.Get($"wardrobe/{shopper.UserId}/items?page={page}&per_page=96&order=relevance");
            Assert.Equal(3, (int)list.Json["pagination"]!["total_pages"]!);
            Assert.Equal(250, (int)list.Json["pagination"]!["total_entries"]!);
            foreach (var item in list.Json["items"]!.AsArray()) Assert.True(seen.Add((long)item!["id"]!));
        }

        Assert.Equal(250, seen.Count);
        Assert.Empty((await shopper.Get($"wardrobe/{shopper.UserId}/items?page=4&per_page=96")).Json["items"]!.AsArray());
        var first = (await shopper.Get($"wardrobe/{shopper.UserId}/items?per_page=1")).Json["items"]![0]!;
        Assert.Equal(System.Text.Json.JsonValueKind.String, first["brand"]!.GetValueKind());
        Assert.Equal(System.Text.Json.JsonValueKind.String, first["size"]!.GetValueKind());
        Assert.Equal(System.Text.Json.JsonValueKind.String, first["status"]!.GetValueKind());
        Assert.Null(first["description"]);
        Assert.NotEmpty(first["photos"]!.AsArray());
    }

    [Fact]
    public async Task B05_owner_sees_drafts_hidden_and_sold_a_visitor_does_not()
    {
        var shopper = await Seller();
        var all = await Flags(shopper, "&cond=");
        Assert.Contains(all, i => (bool)i["is_draft"]!);
        Assert.Contains(all, i => (bool)i["is_hidden"]!);
        Assert.Contains(all, i => (bool)i["is_closed"]! && (string?)i["item_closing_action"] == "sold");
        Assert.All(await Flags(shopper, "&cond=drafts"), i => Assert.True((bool)i["is_draft"]!));
        Assert.All(await Flags(shopper, "&cond=active"), i => Assert.False((bool)i["is_draft"]!));

        var visitor = Visitor();
        await visitor.Open("/");
        var shown = (await visitor.Get($"wardrobe/{shopper.UserId}/items?per_page=100")).Json["items"]!.AsArray();
        Assert.NotEmpty(shown);
        Assert.All(shown, i => Assert.False((bool)i!["is_draft"]! || (bool)i["is_hidden"]! || (bool)i["is_closed"]!));
    }

    [Fact]
    public async Task B06_edit_view_has_numbers_or_by_switch_strings()
    {
        var shopper = await Seller();
        var id = await shopper.Create();
        var item = (await shopper.Get($"item_upload/items/{id}")).Json["item"]!;
        Assert.Equal(id, (long)item["id"]!);
        Assert.Equal(257, (int)item["catalog_id"]!);
        Assert.Equal(2, (int)item["status_id"]!);
        Assert.Equal("material", (string?)item["item_attributes"]![0]!["code"]);

        await Control.Post("settings", """{"numeric_strings":true,"status_id_null":true}""");
        item = (await shopper.Get($"item_upload/items/{id}")).Json["item"]!;
        Assert.Equal(id.ToString(), (string?)item["id"]);
        Assert.Equal("257", (string?)item["catalog_id"]);
        Assert.Null(item["status_id"]);
        Assert.Contains(item["item_attributes"]!.AsArray(), a => (string?)a!["code"] == "condition" && (int)a["ids"]![0]! == 2);
    }

    [Fact]
    public async Task B07_create_validates_and_a_photo_goes_on_one_item_only()
    {
        var shopper = await Seller();
        var photo = await shopper.Photo();
        var bad = TestItem.Body("", 0.5m, photo);
        bad["item"]!["package_size_id"] = null;
        var refused = await shopper.Post("item_upload/items", bad);
        Assert.Equal(400, refused.Status);
        Assert.Equal(99, refused.Code);
        Assert.Equal("title price package_size", string.Join(' ', refused.Json["errors"]!.AsArray().Select(e => (string)e!["field"]!)));
        await Control.Post("settings", """{"validation_status":422}""");
        Assert.Equal(422, (await shopper.Post("item_upload/items", bad)).Status);

        Assert.Equal(200, (await shopper.Post("item_upload/items", TestItem.Body("Un", 3, photo))).Status);
        foreach (var wrong in (long[])[photo, 31_999_999_999])
        {
            var twice = await shopper.Post("item_upload/items", TestItem.Body("Deux", 3, wrong));
            Assert.Equal("photos", (string?)twice.Json["errors"]![0]!["field"]);
        }

        Assert.Single(await Control.Effects(), e => e == "item_created");
    }

    [Fact]
    public async Task B08_a_new_item_is_in_review_for_some_reads()
    {
        await Control.Post("settings", """{"processing_reads":2}""");
        var shopper = await Seller();
        var id = await shopper.Create();
        var seen = new List<bool>();
        for (var read = 0; read < 3; read++) seen.Add((bool)(await shopper.Get($"wardrobe/items/{id}")).Json["item"]!["is_processing"]!);
        Assert.Equal([true, true, false], seen);
    }

    [Fact]
    public async Task B09_update_replaces_everything_and_left_out_photos_are_gone()
    {
        var shopper = await Seller();
        long keep = await shopper.Photo(), lose = await shopper.Photo();
        var made = await shopper.Post("item_upload/items", TestItem.Body("Avant", 10, lose, keep));
        var id = (long)made.Json["item"]!["id"]!;
        var body = TestItem.Body("Après", 12.5m, keep);
        body["item"]!["id"] = id;
        body["item"]!["color_ids"] = new JsonArray();
        Assert.Equal(200, (await shopper.Put($"item_upload/items/{id}", body)).Status);
        var item = (await shopper.Get($"item_upload/items/{id}")).Json["item"]!;
        Assert.Equal("Après", (string?)item["title"]);
        Assert.Null(item["color1_id"]);
        Assert.Equal([keep], item["photos"]!.AsArray().Select(p => (long)p!["id"]!));
        Assert.Equal(400, (await shopper.Post("item_upload/items", TestItem.Body("Encore", 3, lose))).Status);

        var part = new JsonObject { ["item"] = new JsonObject { ["id"] = id, ["price"] = 9 } };
        Assert.Equal(400, (await shopper.Put($"item_upload/items/{id}", part)).Status);
        Assert.Equal(12.5m, (decimal)(await Control.Get("items?limit=1"))[0]!["price"]!);
    }

    [Theory]
    [InlineData("POST", 404)]
    [InlineData("DELETE", 410)]
    public async Task B10_delete_by_both_verbs_then_gone(string method, int after)
    {
        await Control.Post("settings", $$"""{"deleted_status":{{after}}}""");
        var shopper = await Seller();
        var id = await shopper.Create();
        Task<SiteAnswer> Remove() => method == "POST" ? shopper.Post($"items/{id}/delete") : shopper.Delete($"items/{id}");
        Assert.Equal(0, (await Remove()).Code);
        Assert.Equal(after, (await shopper.Get($"item_upload/items/{id}")).Status);
        var twice = await Remove();
        Assert.Equal(404, twice.Status);
        Assert.Equal(104, twice.Code);
        Assert.Single(await Control.Effects(), e => e == "item_deleted");
    }

    [Fact]
    public async Task B11_hide_and_show()
    {
        var shopper = await Seller();
        var id = await shopper.Create();
        foreach (var hidden in (bool[])[true, false])
        {
            Assert.Equal(200, (await shopper.Put($"items/{id}/is_hidden", new JsonObject { ["is_hidden"] = hidden })).Status);
            var first = (await Flags(shopper, ""))[0];
            Assert.Equal(id, (long)first["id"]!);
            Assert.Equal(hidden, (bool)first["is_hidden"]!);
        }

        Assert.Equal("item_hidden item_shown", string.Join(' ', (await Control.Effects()).TakeLast(2)));
    }

    [Fact]
    public async Task B12_the_old_detail_route_is_a_page()
    {
        var shopper = await Seller();
        var id = await shopper.Create();
        var dead = await shopper.Get($"items/{id}");
        Assert.Equal(404, dead.Status);
        Assert.True(dead.IsHtml);
        Assert.True((await shopper.Get("catalog/initializers")).IsHtml);
        var unknown = await shopper.Get("item_upload/items/1");
        Assert.Equal((404, 104), (unknown.Status, unknown.Code));
        Assert.Equal(200, (await shopper.Get($"items/{id}/details")).Status);
    }

    [Fact]
    public async Task B16_a_sale_from_outside_closes_the_item_and_makes_an_order()
    {
        var shopper = await Seller();
        var id = await shopper.Create("Jean à vendre", 17);
        await Control.Post("sell", $$"""{"item_id":{{id}}}""");
        var item = (await shopper.Get($"wardrobe/items/{id}")).Json["item"]!;
        Assert.True((bool)item["is_closed"]!);
        Assert.Equal("sold", (string?)item["item_closing_action"]);
        var order = (await shopper.Get("my_orders?type=sold&status=in_progress&per_page=5")).Json["my_orders"]![0]!;
        Assert.Equal("Jean à vendre", (string?)order["title"]);
        var transaction = await shopper.Get($"transactions/{order["transaction_id"]}");
        Assert.Equal(id, (long)transaction.Json["transaction"]!["item_id"]!);
        var refused = await shopper.Post($"items/{id}/delete");
        Assert.Equal((400, 20), (refused.Status, refused.Code));
    }

    [Theory]
    [InlineData("object", "{\"amount\":\"28.9\",\"currency_code\":\"EUR\"}")]
    [InlineData("string", "\"28.9\"")]
    [InlineData("number", "28.9")]
    public async Task B17_price_forms(string form, string expected)
    {
        await Control.Post("settings", $$"""{"price_form":"{{form}}"}""");
        var shopper = await Seller();
        var id = await shopper.Create(price: 28.90m);
        Assert.Equal(expected, (await shopper.Get($"wardrobe/items/{id}")).Json["item"]!["price"]!.ToJsonString());
        Assert.Equal(expected, (await shopper.Get($"item_upload/items/{id}")).Json["item"]!["price"]!.ToJsonString());
    }

    [Fact]
    public async Task Drafts_are_made_changed_published_and_deleted_under_one_id()
    {
        var shopper = await Seller();
        var made = await shopper.Post("item_upload/drafts", TestItem.Draft("", 0));
        var id = (long)made.Json["draft"]!["id"]!;
        Assert.Equal(400, (await shopper.Post($"item_upload/drafts/{id}/completion", TestItem.Draft("", 0))).Status);
        var photo = await shopper.Photo();
        Assert.Equal(200, (await shopper.Put($"item_upload/drafts/{id}", TestItem.Draft("Mieux", 5, photo))).Status);
        var done = await shopper.Post($"item_upload/drafts/{id}/completion", TestItem.Draft("Mieux", 5, photo));
        Assert.Equal(id, (long)done.Json["item"]!["id"]!);
        Assert.Equal(404, (await shopper.Delete($"item_upload/drafts/{id}")).Status);
        var other = (long)(await shopper.Post("item_upload/drafts", TestItem.Draft("x", 1))).Json["draft"]!["id"]!;
        Assert.Equal(200, (await shopper.Delete($"item_upload/drafts/{other}")).Status);
        Assert.Equal(
            "draft_created refused photo_uploaded draft_updated draft_published refused draft_created draft_deleted",
            string.Join(' ', (await Control.Effects()).Skip(1)));
    }

    [Theory]
    [InlineData("title", "\"HALF\"")]
    [InlineData("new_field", "\"HALF\"")]
    [InlineData("new_field", "{\"a\":[{\"HALF\":1}]}")]
    [InlineData("HALF", "1")]
    [InlineData("item_attributes", "[{\"code\":\"HALF\",\"ids\":[1]}]")]
    [InlineData("item_attributes", "[{\"code\":\"material\",\"ids\":[\"HALF\"]}]")]
    [InlineData("color_ids", "[\"HALF\"]")]
    [InlineData("catalog_id", "\"HALF\"")]
    [InlineData("price", "\"HALF\"")]
    [InlineData("model", "{\"name\":\"HALF\"}")]
    public async Task Half_a_character_anywhere_in_a_body_is_refused_as_bad_JSON(string field, string value)
    {
        var shopper = await Seller();
        var body = TestItem.Body("Jean", 5, await shopper.Photo());
        body["item"]![field] = JsonNode.Parse(value);
        using var content = new StringContent(body.ToJsonString().Replace("HALF", "\\ud83d", StringComparison.Ordinal), Encoding.UTF8, "application/json");
        var refused = await shopper.Send("POST", "/api/v2/item_upload/items", content);
        Assert.Equal((400, 99), (refused.Status, refused.Code));
        Assert.Equal("validation_error", (string?)(await Control.LastEntry())["reason"]);
        Assert.DoesNotContain("item_created", await Control.Effects(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Half_a_character_at_sign_in_is_a_wrong_name()
    {
        var shopper = Visitor();
        await shopper.Open("/");
        using var content = new StringContent("""{"username":"\ud83d","password":"demo-demo"}""", Encoding.UTF8, "application/json");
        Assert.Equal(400, (await shopper.Send("POST", "/web/api/auth/oauth", content)).Status);
    }

    private static async Task<JsonObject[]> Flags(Shopper shopper, string query)
        => [.. (await shopper.Get($"wardrobe/{shopper.UserId}/items?per_page=100{query}")).Json["items"]!.AsArray().Select(i => i!.AsObject())];
}
