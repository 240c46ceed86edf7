using System.Text.Json;
using System.Text.Json.Nodes;
using StoFlow.Client;

namespace StoFlow.Tests.Client;

/// <summary>An update sends the whole item: whatever was read and is not changed goes back as it was.</summary>
public sealed class ItemFormTests
{
    private const string Read = """
        {"item":{"id":"7000000001","title":"Jean droit","description":"Peu porté","price":{"amount":"28.9","currency_code":"EUR"},"currency":"EUR","catalog_id":257,
          "brand_id":10,"brand_dto":{"id":10,"title":"Levi's","is_custom_brand":false},"size_id":"1643","status_id":null,"color1_id":27,"color2_id":null,
          "measurement_width":42,"measurement_length":104,"measurement_unit":"cm","is_unisex":0,"is_draft":false,"package_size_id":2,
          "shipment_prices":{"domestic":4.55,"international":null},
          "item_attributes":[{"code":"material","ids":[44,303]},{"code":"condition","ids":[2]},{"code":"odd","ids":[9],"extra":"kept"}],
          "manufacturer":"Maison","model":{"type":"x","name":"y","metadata":{"z":1}},"ai_photo":false,
          "photos":[{"id":31000000001,"orientation":1,"c2pa_read_error":"noManifest"},{"id":31000000002,"orientation":null,"ai_detected":true}]},
         "parcel":{"width":1,"height":2,"length":3,"weight":4},"code":0}
        """;

    private static readonly Guid Session = Guid.Parse("11111111-2222-4333-8444-555555555555");

    [Fact]
    public void A_price_change_sends_everything_else_as_it_was_read()
    {
        var body = Update(new ItemChanges { Price = 20.5m });
        var expected = JsonNode.Parse("""
            {"item":{"id":7000000001,"currency":"EUR","temp_uuid":"11111111-2222-4333-8444-555555555555","title":"Jean droit","description":"Peu porté","price":20.5,
              "color_ids":[27],"shipment_prices":{"domestic":4.55,"international":null},
              "assigned_photos":[{"id":31000000001,"orientation":1,"c2pa_read_error":"noManifest"},{"id":31000000002,"orientation":0,"ai_detected":true}],
              "item_attributes":[{"code":"material","ids":[44,303]},{"code":"condition","ids":[2]},{"code":"odd","ids":[9],"extra":"kept"}],
              "catalog_id":257,"size_id":1643,"status_id":null,"package_size_id":2,"measurement_width":42,"measurement_length":104,"measurement_unit":"cm","is_unisex":0,
              "isbn":null,"author":null,"book_title":null,"video_game_rating_id":null,"model":{"type":"x","name":"y","metadata":{"z":1}},
              "manufacturer":"Maison","manufacturer_labelling":null,"ai_photo":false,"brand_id":10,"brand":""},
             "feedback_id":null,"push_up":false,"parcel":{"width":1,"height":2,"length":3,"weight":4},"upload_session_id":"11111111-2222-4333-8444-555555555555","update_photos":0}
            """);
        Assert.True(JsonNode.DeepEquals(expected, body), body.ToJsonString());
    }

    [Fact]
    public void A_field_nobody_knows_goes_back_as_it_was_read()
    {
        var read = Read.Replace("\"ai_photo\":false", """
            "ai_photo":false,"heavy_goods":{"lift":true,"floors":[1,2]},"new_in_2027":null,"can_push_up":true,"view_count":7,"catalog_name":"Jeans"
            """, StringComparison.Ordinal);
        var item = ItemForm.Update(JsonElement.Parse(read), new ItemChanges { Price = 2 }, null, "EUR", Session)["item"]!.AsObject();
        Assert.Equal("""{"lift":true,"floors":[1,2]}""", item["heavy_goods"]!.ToJsonString());
        Assert.True(item.ContainsKey("new_in_2027"));
        Assert.DoesNotContain(item, field => field.Key is "can_push_up" or "view_count" or "catalog_name" or "photos" or "color1_id" or "brand_dto");
    }

    [Fact]
    public void A_changed_condition_and_size_go_flat_and_as_attributes()
    {
        var item = Update(new ItemChanges { StatusId = 3, SizeId = 1644, MaterialIds = [] })["item"]!;
        Assert.Equal((3L, 1644L), ((long)item["status_id"]!, (long)item["size_id"]!));
        Assert.Equal("odd=9 size=1644 condition=3", string.Join(' ', item["item_attributes"]!.AsArray().Select(one => $"{one!["code"]}={one["ids"]![0]}")));
    }

    [Fact]
    public void New_photos_change_the_list_and_old_ones_keep_what_was_read()
    {
        var body = Update(new ItemChanges { Photos = [PhotoSource.Uploaded(5), PhotoSource.Uploaded(31_000_000_002)] }, [new Photo { Id = 5 }, new Photo { Id = 31_000_000_002 }]);
        Assert.False(body.ContainsKey("update_photos"));
        Assert.Equal("""[{"id":5,"orientation":0},{"id":31000000002,"orientation":0,"ai_detected":true}]""", body["item"]!["assigned_photos"]!.ToJsonString());
    }

    [Fact]
    public void A_brand_in_own_words_stays_one()
    {
        var custom = Read.Replace("\"brand_id\":10", "\"brand_id\":null", StringComparison.Ordinal).Replace("\"is_custom_brand\":false", "\"is_custom_brand\":true", StringComparison.Ordinal);
        var kept = ItemForm.Update(JsonElement.Parse(custom), new ItemChanges { Price = 2 }, null, "EUR", Session)["item"]!;
        Assert.Null(kept["brand_id"]);
        Assert.Equal("Levi's", (string?)kept["brand"]);
        var listed = Update(new ItemChanges { BrandId = 53 })["item"]!;
        Assert.Equal((53L, ""), ((long)listed["brand_id"]!, (string?)listed["brand"]));
        var own = Update(new ItemChanges { Brand = "Tante Odile" })["item"]!;
        Assert.Null(own["brand_id"]);
        Assert.Equal("Tante Odile", (string?)own["brand"]);
    }

    [Fact]
    public void A_draft_is_wrapped_as_one()
    {
        var draft = ItemForm.Update(JsonElement.Parse(Read.Replace("\"is_draft\":false", "\"is_draft\":1", StringComparison.Ordinal)), new ItemChanges { Price = 2 }, null, "EUR", Session);
        Assert.True(draft.ContainsKey("draft"));
        Assert.False(draft.ContainsKey("item"));
    }

    [Fact]
    public void A_new_item_without_a_brand_says_so()
    {
        var item = new NewItem { Title = "T", Description = "D", Price = 3.10m, CatalogId = 257, StatusId = 6, SizeId = 4, Attributes = [new ItemAttribute("size", [591])] };
        var body = ItemForm.Create(item, "EUR", Session, [new Photo { Id = 9 }], draft: false)["item"]!;
        Assert.Equal((1L, ""), ((long)body["brand_id"]!, (string?)body["brand"]));
        Assert.Equal("3.10", body["price"]!.ToJsonString());
        Assert.Equal((4L, 6L), ((long)body["size_id"]!, (long)body["status_id"]!));
        Assert.Equal("condition=6 size=591", string.Join(' ', body["item_attributes"]!.AsArray().Select(one => $"{one!["code"]}={one["ids"]![0]}")));
    }

    [Fact]
    public void The_wanted_fields_compare_with_every_spelling_of_the_edit_view()
    {
        var item = JsonElement.Parse(Read).GetProperty("item");
        var same = new ItemChanges
        {
            Title = "Jean droit ", Description = "Peu porté\r\n", Price = 28.90m, CatalogId = 257, BrandId = 10, SizeId = 1643, StatusId = 2, ColorIds = [27], MaterialIds = [303, 44],
            PackageSizeId = 2, IsUnisex = false, Attributes = [new ItemAttribute("odd", [9])],
        };
        Assert.Empty(VintedItems.Differing(item, ItemFields.Wanted(same, [31_000_000_001, 31_000_000_002])));
        var other = same with { Price = 28.91m, MaterialIds = [44], IsUnisex = true };
        Assert.Equal("price is_unisex item_attributes.material photos", string.Join(' ', VintedItems.Differing(item, ItemFields.Wanted(other, [31_000_000_002, 31_000_000_001])).OrderBy(Place)));
    }

    [Fact]
    public void Ids_that_follow_from_a_key_are_always_the_same()
    {
        Assert.Equal(DerivedId.Of("k"), DerivedId.Of("k"));
        Assert.NotEqual(DerivedId.Of("k"), DerivedId.Of("l"));
        Assert.Equal('4', DerivedId.Of("k").ToString()[14]);
    }

    private static int Place(string field) => Array.IndexOf(["price", "is_unisex", "item_attributes.material", "photos"], field);

    private static JsonObject Update(ItemChanges changes, IReadOnlyList<Photo>? photos = null) => ItemForm.Update(JsonElement.Parse(Read), changes, photos, "EUR", Session);
}
