using System.Text.Json;
using System.Text.Json.Nodes;
using StoFlow.Client;

namespace StoFlow.Tests.Client;

/// <summary>The edit view in every spelling: what can be read goes back in the one that the site takes, what cannot is drift, and nothing is sent.</summary>
public sealed class EditViewTests
{
    private const string Read = """
        {"item":{"id":7,"title":"Jean droit","description":"Peu porté","price":{"amount":"28.9","currency_code":"EUR"},"currency":"EUR","catalog_id":257,"brand_id":10,
          "brand_dto":{"id":10,"title":"Levi's","is_custom_brand":false},"size_id":1643,"status_id":2,"color1_id":27,"color2_id":null,"package_size_id":2,
          "measurement_width":null,"measurement_length":null,"measurement_unit":null,"is_unisex":0,"is_draft":false,"shipment_prices":{"domestic":null,"international":null},
          "item_attributes":[{"code":"condition","ids":[2]}],"manufacturer":null,"manufacturer_labelling":null,"isbn":null,"author":null,"book_title":null,
          "video_game_rating_id":null,"model":null,"ai_photo":false,"photos":[{"id":31,"orientation":0}]},
         "parcel":null,"code":0}
        """;

    private static readonly ItemChanges Price = new() { Price = 20 };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"shipment_prices":{"domestic":{"amount":"4.55","currency_code":"EUR"},"international":null}}""", """{"domestic":4.55,"international":null}""")]
    [InlineData("""{"shipment_prices":{"domestic":"4.55","international":12,"remote":{"x":1}}}""", """{"domestic":4.55,"international":12,"remote":{"x":1}}""")]
    [InlineData("""{"shipment_prices":null,"domestic_shipment_price":{"amount":"4.55","currency_code":"EUR"},"international_shipment_price":"12.0"}""", """{"domestic":4.55,"international":12.0}""")]
    [InlineData("""{"shipment_prices":"-","domestic_shipment_price":{"amount":"4.55","currency_code":"EUR"}}""", """{"domestic":4.55}""")]
    [InlineData("""{"shipment_prices":null}""", """{"domestic":null,"international":null}""")]
    public async Task Prices_of_shipping_go_back_as_numbers(string over, string sent) => Assert.Equal(sent, (await SentAsync(over, Price))["shipment_prices"]!.ToJsonString());

    [Theory]
    [InlineData("""{"video_game_rating_id":3.0}""", "video_game_rating_id", "3")]
    [InlineData("""{"video_game_rating_id":"3"}""", "video_game_rating_id", "3")]
    [InlineData("""{"brand_id":null,"brand_dto":{"title":"Maison Élise"}}""", "brand", "Maison Élise")]
    [InlineData("""{"brand_id":null,"brand_dto":"-","brand":"Maison Élise"}""", "brand", "Maison Élise")]
    [InlineData("""{"brand_id":5,"brand_dto":{"title":"Maison Élise","is_custom_brand":true}}""", "brand", "Maison Élise")]
    [InlineData("""{"brand_id":null,"brand_dto":null}""", "brand", "")]
    [InlineData("""{"brand_dto":"-"}""", "brand_id", "10")]
    public async Task Other_spellings_say_the_same(string over, string field, string value) => Assert.Equal(value, (await SentAsync(over, Price))[field]?.ToString());

    [Theory]
    [InlineData("""{"video_game_rating_id":"three"}""", "item.video_game_rating_id")]
    [InlineData("""{"video_game_rating_id":3.5}""", "item.video_game_rating_id")]
    [InlineData("""{"shipment_prices":[]}""", "item.shipment_prices")]
    [InlineData("""{"shipment_prices":"-"}""", "item.shipment_prices")]
    [InlineData("""{"shipment_prices":{"domestic":4.55}}""", "item.shipment_prices.international")]
    [InlineData("""{"shipment_prices":{"domestic":"4,55","international":null}}""", "item.shipment_prices.domestic")]
    [InlineData("""{"brand_id":null,"brand_dto":"-"}""", "item.brand_dto")]
    [InlineData("""{"brand_id":null,"brand_dto":{"id":null}}""", "item.brand_dto.title")]
    [InlineData("""{"is_draft":"-"}""", "item.is_draft")]
    [InlineData("""{"item_attributes":null}""", "item.item_attributes")]
    [InlineData("""{"item_attributes":[null]}""", "item.item_attributes[0].code")]
    [InlineData("""{"item_attributes":[{"code":"material"}]}""", "item.item_attributes[0].ids")]
    [InlineData("""{"photos":[{"id":31},{"id":"31"}]}""", "item.photos[].id")]
    [InlineData("""{"photos":[{"id":31,"orientation":"left"}]}""", "item.photos[0].orientation")]
    public async Task What_cannot_be_read_is_drift_and_not_even_a_photo_is_sent(string over, string path)
    {
        using var played = new PlayedBridge().ThenSite(With(over));
        using var client = played.Client(options => options with { ReadBack = false });
        var photo = Price with { Photos = [PhotoSource.FromBytes(new byte[] { 0xFF, 0xD8, 0xFF, 0xE0 })] };
        var drift = await Assert.ThrowsAsync<SiteException>(() => client.Items.UpdateAsync(7, photo, cancel: Cancel));
        Assert.Equal((ClientErrorCode.Drift, path), (drift.Code, drift.Path));
        Assert.Single(played.Calls);
    }

    [Fact]
    public async Task A_condition_is_as_wanted_only_when_both_places_say_so()
    {
        const string differing = """{"status_id":2,"item_attributes":[{"code":"condition","ids":[4]},{"code":"size","ids":[1644]}]}""";
        var item = await SentAsync(differing, new ItemChanges { StatusId = 2 });
        Assert.Equal("""[{"code":"size","ids":[1644]},{"code":"condition","ids":[2]}]""", item["item_attributes"]!.ToJsonString());
        Assert.Equal(4, (int)(await SentAsync(differing, new ItemChanges { StatusId = 4 }))["status_id"]!);
        Assert.Equal(1643, (int)(await SentAsync(differing, new ItemChanges { SizeId = 1643 }))["size_id"]!);
    }

    [Fact]
    public async Task A_condition_named_as_an_attribute_is_set_flat_too()
    {
        var item = await SentAsync("{}", new ItemChanges { Attributes = [new ItemAttribute("condition", [4])] });
        Assert.Equal((4, "condition"), ((int)item["status_id"]!, (string?)item["item_attributes"]![0]!["code"]));
        Assert.Equal(4, (int)(await SentAsync("""{"item_attributes":[{"code":"condition","ids":[4]}]}""", new ItemChanges { Attributes = [new ItemAttribute("condition", [4])] }))["status_id"]!);
    }

    [Fact]
    public async Task A_brand_in_own_words_is_a_change()
    {
        var item = await SentAsync("{}", new ItemChanges { Brand = "Tante Odile" });
        Assert.Null(item["brand_id"]);
        Assert.Equal("Tante Odile", (string?)item["brand"]);
    }

    [Fact]
    public async Task The_only_photo_stays()
    {
        using var played = new PlayedBridge().ThenSite(With("{}"));
        using var client = played.Client();
        Assert.Equal("photos", Assert.Single((await Assert.ThrowsAsync<ValidationException>(() => client.Photos.RemoveAsync(7, 31, cancel: Cancel))).Mistakes).Field);
        Assert.Single(played.Calls);
    }

    [Fact]
    public async Task What_is_published_already_is_not_published_again()
    {
        using var played = new PlayedBridge().ThenSite(With("{}"));
        using var client = played.Client();
        Assert.Equal(7, (await client.Drafts.PublishAsync(7, cancel: Cancel)).Id);
        Assert.Single(played.Calls);
    }

    [Theory]
    [InlineData("price", """{"price":{"amount":null}}""")]
    [InlineData("price", """{"price":"28,90"}""")]
    [InlineData("is_unisex", """{"is_unisex":"quatre"}""")]
    [InlineData("package_size_id", """{"package_size_id":[]}""")]
    [InlineData("photos", """{"photos":[null]}""")]
    [InlineData("item_attributes.material", """{"item_attributes":[null]}""")]
    [InlineData("item_attributes.material", """{"item_attributes":[{"code":"material","ids":["x"]}]}""")]
    public void A_look_at_the_item_that_cannot_be_read_is_drift(string field, string over)
        => Assert.Equal(ClientErrorCode.Drift, Assert.Throws<SiteException>(() => ItemFields.Read(JsonElement.Parse(With(over)).GetProperty("item"), field)).Code);

    [Theory]
    [InlineData("""{"title":"Jupe"}""", ReadBackAnswer.StillUnknown)]
    [InlineData("""{"title":"Jean"}""", ReadBackAnswer.StillUnknown)]
    [InlineData("""{"title":"Jupe","price":"20.0"}""", ReadBackAnswer.StillUnknown)]
    [InlineData("{}", ReadBackAnswer.DidNotHappen)]
    public async Task A_failed_update_that_finds_the_item_neither_as_wanted_nor_as_before_is_not_repeated(string over, ReadBackAnswer answer)
    {
        using var played = new PlayedBridge().ThenSite(With("{}")).ThenSite("", 500, null).ThenSite(With(over)).ThenSite("", 500, null).ThenSite(With(over));
        using var client = played.Client();

        var unknown = await Assert.ThrowsAsync<OutcomeUnknownException>(() => played.Time.RunAsync(
            client.Items.UpdateAsync(7, new ItemChanges { Title = "Jean", Price = 20 }, "k", Cancel), TimeSpan.FromSeconds(5)));

        Assert.Equal(answer, unknown.Answer);
        Assert.Equal(answer == ReadBackAnswer.DidNotHappen ? ["k", "k-again"] : ["k"], played.Calls.Select(call => call.Key).OfType<string>());
    }

    [Theory]
    [InlineData("Peu porté", "description")]
    [InlineData("Jean droit", "title")]
    [InlineData("condition", "item_attributes")]
    public async Task Half_a_character_cannot_go_back_and_is_drift_unless_it_is_replaced(string text, string field)
    {
        var read = Read.Replace($"\"{text}\"", $"\"{text[..^1]}\\ud83d\"", StringComparison.Ordinal);
        using var played = new PlayedBridge().Then(System.Net.HttpStatusCode.OK, $$"""{"success":true,"command_id":"cmd-1","duration_ms":5,"status":200,"data":{{read}}}""");
        using var client = played.Client();

        var drift = await Assert.ThrowsAsync<SiteException>(() => client.Items.UpdateAsync(7, Price, cancel: Cancel));

        Assert.Equal((ClientErrorCode.Drift, "item." + field), (drift.Code, drift.Path));
        Assert.Single(played.Calls);
        if (field is "item_attributes") return;
        played.ThenSite("""{"item":{"id":7},"code":0}""");
        await client.Items.UpdateAsync(7, Price with { Title = "Jean", Description = "Porté" }, cancel: Cancel);
        Assert.Equal(3, played.Calls.Count);
    }

    [Fact]
    public async Task Another_item_than_the_one_asked_for_takes_its_place_nowhere()
    {
        using var played = new PlayedBridge().ThenSite(With("""{"id":8,"is_draft":true}"""));
        using var client = played.Client();

        foreach (var write in new Func<Task<ItemDetail>>[] { () => client.Items.UpdateAsync(7, Price, cancel: Cancel), () => client.Drafts.PublishAsync(7, cancel: Cancel) })
        {
            var drift = await Assert.ThrowsAsync<SiteException>(() => played.Time.RunAsync(write(), TimeSpan.FromSeconds(5)));
            Assert.Equal((ClientErrorCode.Drift, "item.id"), (drift.Code, drift.Path));
        }

        Assert.Equal(2, played.Calls.Count);
    }

    private static async Task<JsonObject> SentAsync(string over, ItemChanges changes)
    {
        using var played = new PlayedBridge().ThenSite(With(over)).ThenSite("""{"item":{"id":7},"code":0}""");
        using var client = played.Client();
        await client.Items.UpdateAsync(7, changes, cancel: Cancel);
        return JsonNode.Parse(played.Calls[1].Body)!["request"]!["body"]!["item"]!.AsObject();
    }

    // "-" leaves a field out.
    private static string With(string over)
    {
        var read = JsonNode.Parse(Read)!;
        foreach (var (name, value) in JsonNode.Parse(over)!.AsObject())
            if (value?.ToString() is "-") read["item"]!.AsObject().Remove(name);
            else read["item"]![name] = value?.DeepClone();
        return read.ToJsonString();
    }
}
