using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using StoFlow.Sandbox;
using Xunit;

namespace StoFlow.IntegrationTests.SandboxTests;

/// <summary>The control service, photos, several sites, size and speed.</summary>
public sealed class ControlTests : SandboxTest
{
    protected override SandboxOptions Options => new()
    {
        Items = 40,
        PhotoBytesKept = 1_000,
        Sellers = [new SellerOptions(), new SellerOptions { Login = "zweiter.laden", Email = "zwei@example.test", Site = "www.vinted.de", Items = 12 },
            new SellerOptions { Login = "sklep", Email = "sklep@example.test", Site = "www.vinted.pl", Items = 5 }],
    };

    [Fact]
    public async Task Ledger_holds_what_arrived()
    {
        var shopper = await Seller();
        var picture = TestPicture.Make(900);
        var photo = await shopper.Photo(picture);
        var entry = await Control.LastEntry();
        Assert.Equal(photo, (long)entry["photo_id"]!);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(picture)), (string?)entry["sha256"]);
        await shopper.Post("item_upload/items", TestItem.Body("Titre 👗", 12.34m, photo));
        entry = await Control.LastEntry();
        Assert.Equal(
            ("item_created", "Titre 👗", 12.34m, "POST", "/api/v2/item_upload/items", 200, "www.vinted.fr"),
            ((string?)entry["effect"], (string?)entry["title"], (decimal)entry["price"]!, (string?)entry["method"], (string?)entry["path"], (int)entry["status"]!, (string?)entry["host"]));
        Assert.EndsWith("ref:test-1", (string?)entry["reference"], StringComparison.Ordinal);
        var seq = (long)entry["seq"]!;
        Assert.Empty((await Control.Get($"ledger?after={seq}")).AsArray());
        Assert.Single((await Control.Get("ledger?after=0&limit=1")).AsArray());
        Assert.Single((await Control.Get("ledger?effect=item_created")).AsArray());
    }

    [Fact]
    public async Task Photos_come_back_as_sent_until_memory_is_full_then_as_a_drawing()
    {
        var shopper = await Seller();
        var picture = TestPicture.Make(700);
        var first = await shopper.Upload(picture);
        Assert.Equal(picture, (await shopper.Send("GET", (string)first.Json["url"]!)).Bytes);
        var second = await shopper.Upload(TestPicture.Make(700));
        var drawn = await shopper.Send("GET", (string)second.Json["url"]!);
        Assert.Equal("image/jpeg", drawn.Headers["Content-Type"]);
        Assert.Equal([0xFF, 0xD8], drawn.Bytes[..2]);
    }

    [Fact]
    public async Task Photo_limits()
    {
        var shopper = await Seller();
        var none = await shopper.Upload([1, 2, 3]);
        Assert.Equal((400, 50), (none.Status, none.Code));
        var wide = await shopper.Upload(TestPicture.Make(width: 20_000));
        Assert.Equal((400, 51), (wide.Status, wide.Code));
        await Control.Post("settings", """{"photo_bytes":2000}""");
        Assert.Equal(413, (await shopper.Upload(TestPicture.Make(2_001))).Status);
        Assert.Equal(200, (await shopper.Upload(TestPicture.Make(2_000))).Status);
    }

    [Fact]
    public async Task Each_site_has_its_own_accounts_language_and_currency()
    {
        var german = await Visitor("www.vinted.de").SignIn("zweiter.laden");
        var list = await german.Get($"wardrobe/{german.UserId}/items?per_page=1");
        Assert.Equal(12, (int)list.Json["pagination"]!["total_entries"]!);
        var polish = await Visitor("www.vinted.pl").SignIn("sklep@example.test");
        var price = (await polish.Get($"wardrobe/{polish.UserId}/items?per_page=1")).Json["items"]![0]!["price"]!;
        Assert.Equal("PLN", (string?)price["currency_code"]);
        Assert.Equal(404, (await polish.Get($"wardrobe/{german.UserId}/items")).Status);
        var french = await Seller();
        var foreign = (await german.Get($"wardrobe/{german.UserId}/items?per_page=1")).Json["items"]![0]!["id"]!;
        Assert.Equal(403, (await french.Post($"items/{foreign}/delete")).Status);
        Assert.Equal(421, (await Visitor("example.test").Send("GET", "/")).Status);
    }

    [Fact]
    public async Task Reset_keeps_the_session_and_its_numbers_go_on()
    {
        var shopper = await Seller();
        await shopper.Create();
        var last = (long)(await Control.LastEntry())["seq"]!;
        await Control.Fault("server_error", 50);
        var sellers = await Control.Post("reset", """{"items":300,"seller":"demo"}""");
        Assert.Equal(300, (int)sellers[0]!["items"]!);
        Assert.Empty(await Control.Effects());
        var user = (await shopper.Get("users/current")).Json["user"]!;
        Assert.Equal(("demo", shopper.UserId, 300), ((string?)user["login"], (long)user["id"]!, (int)user["total_items_count"]!));
        await shopper.Create();
        Assert.True((long)(await Control.LastEntry())["seq"]! > last);
        await Control.Post("reset", """{"items":3,"seller":{"login":"neu","password":"x-x","site":"www.vinted.at"},"sign_out":true}""");
        Assert.Equal(401, (await shopper.Get("users/current")).Status);
        await Visitor("www.vinted.at").SignIn("neu", "x-x");
    }

    [Fact]
    public async Task Items_move_between_two_pages_of_a_listing()
    {
        var shopper = await Seller();
        await Control.Post("move", """{"add":2,"remove":1,"to_front":1,"before_page":2}""");
        var first = await Ids(shopper, 1);
        Assert.Equal(40, (await Control.Get("items?seller=demo.shop")).AsArray().Count);
        var second = await Ids(shopper, 2);
        Assert.Equal(41, (await Control.Get("items?seller=demo.shop")).AsArray().Count);
        Assert.NotEmpty(first.Intersect(second));
        var moved = await Control.Post("move", """{"remove":2}""");
        Assert.Equal(2, moved["removed"]!.AsArray().Count);
    }

    [Fact]
    public async Task Requests_are_counted_and_noted_without_secrets()
    {
        var shopper = await Seller();
        await shopper.Get($"users/{shopper.UserId}");
        var counts = (await Control.Get("requests"))["counts"]!.AsArray();
        Assert.Contains(counts, c => (string?)c!["path"] == "/api/v2/users/{id}" && (int)c["status"]! == 200 && (int)c["count"]! == 1);
        var log = (await Control.Get("requests/log")).ToJsonString();
        Assert.Contains("\"csrf\":\"ok\"", log, StringComparison.Ordinal);
        Assert.DoesNotContain(shopper.Csrf!, log, StringComparison.Ordinal);
        Assert.DoesNotContain(shopper.Cookie("access_token_web")!, log, StringComparison.Ordinal);
        Assert.NotEmpty((await Control.Get("")).AsArray());
    }

    [Fact]
    public async Task Ten_thousand_items_are_made_and_paged_quickly_with_every_kind_of_letter()
    {
        var watch = Stopwatch.StartNew();
        await Control.Post("reset", """{"items":10000}""");
        var shopper = await Seller();
        var ids = new HashSet<long>();
        var emoji = false;
        for (var page = 1; page <= 100; page++)
        {
            var list = await shopper.Get($"wardrobe/{shopper.UserId}/items?page={page}&per_page=100");
            emoji |= list.Text.Contains("𠮷", StringComparison.Ordinal) || list.Text.Contains("👩‍🎨", StringComparison.Ordinal);
            foreach (var item in list.Json["items"]!.AsArray()) ids.Add((long)item!["id"]!);
        }

        Assert.Equal(10_000, ids.Count);
        Assert.True(emoji);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), watch.Elapsed.ToString());
    }

    [Fact]
    public async Task The_same_seed_makes_the_same_shop()
    {
        var first = Titles(await Control.Get("items?seller=demo.shop"));
        await using var twin = await SandboxServer.StartAsync(Options, TestContext.Current.CancellationToken);
        using var control = new ControlClient(twin);
        Assert.Equal(first, Titles(await control.Get("items?seller=demo.shop")));
        await control.Post("reset", """{"seed":2}""");
        Assert.NotEqual(first, Titles(await control.Get("items?seller=demo.shop")), StringComparer.Ordinal);
    }

    private static string Titles(JsonNode items) => string.Join('|', items.AsArray().Select(i => (string?)i!["title"]));

    private static async Task<long[]> Ids(Shopper shopper, int page)
        => [.. (await shopper.Get($"wardrobe/{shopper.UserId}/items?page={page}&per_page=10")).Json["items"]!.AsArray().Select(i => (long)i!["id"]!)];
}
