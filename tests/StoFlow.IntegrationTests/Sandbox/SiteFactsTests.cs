using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace StoFlow.IntegrationTests.SandboxTests;

/// <summary>What a program that asks the site plainly, without our client, may count on.</summary>
public sealed class SiteFactsTests : SandboxTest
{
    [Theory]
    [InlineData("users/current", 200)]
    [InlineData("item_upload/items/1", 404)]
    public async Task A_head_is_answered_as_the_get_without_its_body(string path, int status)
    {
        var shopper = await Seller();
        var get = await shopper.Get(path);
        var head = await shopper.Send("HEAD", "/api/v2/" + path);

        Assert.Equal((status, status), (get.Status, head.Status));
        Assert.Equal(get.Headers["Content-Type"], head.Headers["Content-Type"]);
        Assert.Empty(head.Text);
    }

    [Theory]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"photo[type]\"\r\n\r\nitem\r\n--b\r\nContent-Disposition: form-data; name=\"photo[file]\"\r\n\r\nhalf")]
    [InlineData("--b\r\nno header at all\r\n\r\nitem\r\n--b--\r\n")]
    [InlineData("nothing of the kind")]
    [InlineData("")]
    public async Task A_form_that_breaks_off_is_a_photo_that_is_refused(string form)
    {
        var shopper = await Seller();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(form));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");

        var refused = await shopper.Send("POST", "/api/v2/photos", content);

        Assert.Equal((400, 50), (refused.Status, refused.Code));
        Assert.Equal("refused", (string?)(await Control.LastEntry())["effect"]);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_shop_again_and_again()
    {
        var first = await World();
        var again = await World();
        var other = await World(seed: 6);

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.Contains("acheteur_", first, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4", "package_size")]
    [InlineData("6", "package_size")]
    [InlineData("5", null)]
    public async Task Only_parcel_classes_that_the_site_has_are_taken(string parcel, string? complaint)
    {
        var shopper = await Seller();
        var body = TestItem.Body("Jean", 5, await shopper.Photo());
        body["item"]!["package_size_id"] = JsonNode.Parse(parcel);

        var answer = await shopper.Post("item_upload/items", body);

        Assert.Equal(complaint, complaint is null ? null : (string?)answer.Json["errors"]![0]!["field"]);
        Assert.Equal(complaint is null ? 200 : 400, answer.Status);
    }

    [Fact]
    public async Task A_transaction_tells_its_items_its_people_and_its_parcel()
    {
        var shopper = await Seller();
        var id = await shopper.Create("Jean à vendre", 17);
        await Control.Post("sell", $$"""{"item_id":{{id}},"status":"completed"}""");
        var order = (await shopper.Get("my_orders?type=sold&per_page=1")).Json["my_orders"]![0]!;

        var transaction = (await shopper.Get($"transactions/{order["transaction_id"]}")).Json["transaction"]!;

        Assert.Equal("FR", (string?)transaction["buyer"]!["country_code"]);
        var item = Assert.Single(transaction["order"]!["items"]!.AsArray())!;
        Assert.Equal((id, "Jean à vendre", "17.0"), ((long)item["id"]!, (string?)item["title"], (string?)item["price"]!["amount"]));
        Assert.NotEmpty(item["photos"]!.AsArray());
        Assert.NotNull((string?)transaction["shipment"]!["delivered_at"]);
    }

    [Theory]
    [InlineData("www.vinted.fr", "France", "France", "EUR")]
    [InlineData("www.vinted.pl", "Poland", "Polska", "PLN")]
    [InlineData("www.vinted.co.uk", "United Kingdom", "United Kingdom", "GBP")]
    public async Task An_account_has_its_country_by_name_and_a_business_its_papers(string site, string english, string own, string currency)
    {
        await Control.Post("reset", $$$"""{"seller":{"site":"{{{site}}}","business":true}}""");
        var user = (await (await Visitor(site).SignIn()).Get("users/current")).Json["user"]!;

        Assert.Equal((english, own, currency), ((string?)user["country_title"], (string?)user["country_title_local"], (string?)user["currency"]));
        var business = user["business_account"]!.AsObject();
        Assert.All(
            (string[])["id", "name", "legal_name", "legal_code", "vat", "email", "phone_number", "entity_type", "status", "address"],
            name => Assert.NotNull(business[name]));
    }

    [Fact]
    public async Task Every_site_has_a_country()
    {
        foreach (var host in StoFlow.Sandbox.SandboxServer.Hosts)
        {
            await Control.Post("reset", $$$"""{"items":1,"seller":{"site":"{{{host}}}"}}""");
            Assert.NotEmpty((string)(await (await Visitor(host).SignIn()).Get("users/current")).Json["user"]!["country_title"]!);
        }
    }

    [Fact]
    public async Task A_refused_sign_in_has_the_envelope_of_every_refusal()
    {
        var visitor = Visitor();
        await visitor.Open("/");
        var refused = await visitor.Send("POST", "/web/api/auth/oauth", new JsonObject { ["username"] = "nobody", ["password"] = "x" });

        Assert.Equal((400, 10), (refused.Status, refused.Code));
        Assert.Empty(refused.Json["errors"]!.AsArray());
    }

    /// <summary>A fresh shop of 10,000 items as its owner and the judge see it, without what the clock and the counters of ids give.</summary>
    private async Task<string> World(int seed = 5)
    {
        await Control.Post("reset", $$"""{"items":10000,"seed":{{seed}}}""");
        var all = new StringBuilder();
        foreach (var item in (await Control.Get("items")).AsArray())
            all.AppendLine($"{item!["state"]} {item["title"]} {item["price"]} {item["description"]} {item["views"]} {item["favourites"]} {item["photo_ids"]!.AsArray().Count}");
        var shopper = await Visitor().SignInWithoutToken(Control);
        for (var page = 1; page <= 4; page++)
        {
            foreach (var order in (await shopper.Get($"my_orders?type=sold&per_page=100&page={page}")).Json["my_orders"]!.AsArray())
            {
                var transaction = (await shopper.Get($"transactions/{order!["transaction_id"]}")).Json["transaction"]!;
                all.AppendLine($"{order["title"]} {order["status"]} {transaction["status"]} {transaction["buyer"]!["login"]}");
            }
        }

        return all.ToString();
    }
}
