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
    [InlineData("faults", """{"kind":"slow","skip":-1}""", "skip")]
    [InlineData("faults", """{"kind":"slow","skip":2147483648}""", "skip")]
    [InlineData("faults", """{"kind":"slow","count":1,"count":2}""", "count")]
    [InlineData("faults", """{"kind":"slow","path":"\ud83d"}""", "path")]
    [InlineData("faults", """{"kind":"slow","path":"https://"}""", "path")]
    [InlineData("faults", """{"kind":"slow","method":5}""", "method")]
    [InlineData("faults", """{"kind":"slow","method":"FETCH"}""", "method")]
    [InlineData("faults", """{"kind":"slow","sticky":"yes"}""", "sticky")]
    [InlineData("faults", """{"kind":"server_error","status":200}""", "status")]
    [InlineData("faults", """{"kind":"thin_body","drop":"title"}""", "drop")]
    [InlineData("faults", """{"kind":"thin_body","drop":[5]}""", "drop")]
    [InlineData("faults", """{"kind":"thin_body","drop":[null]}""", "drop")]
    [InlineData("faults", """{"kind":"thin_body","drop":["title"," "]}""", "drop")]
    [InlineData("faults", """{"kind":"thin_body","wrap":[""]}""", "wrap")]
    [InlineData("reset", """{"sellers":[null]}""", "sellers")]
    [InlineData("reset", """{"sellers":[5]}""", "sellers")]
    [InlineData("reset", """{"sellers":{}}""", "sellers")]
    [InlineData("reset", """{"sellers":[{},{}]}""", "sellers")]
    [InlineData("reset", """{"sellers":[{"login":"a"},{"login":"A"}]}""", "sellers")]
    [InlineData("reset", """{"sellers":[{"login":"a"},{"login":"b","email":"A"}]}""", "sellers")]
    [InlineData("reset", """{"sellers":[{"login":"a","items":200000},{"login":"b","items":1}]}""", "items")]
    [InlineData("reset", """{"seller":true}""", "seller")]
    [InlineData("reset", """{"seller":["x"]}""", "seller")]
    [InlineData("reset", """{"seller":"\ud83d"}""", "seller")]
    [InlineData("reset", """{"seller":{"login":"x","email":" "}}""", "email")]
    [InlineData("reset", """{"seed":1.5}""", "seed")]
    [InlineData("reset", """{"sign_out":1}""", "sign_out")]
    [InlineData("reset", """{"items":7,"items":8}""", "items")]
    [InlineData("sellers", "{}", "login")]
    [InlineData("sellers", """{"login":"DEMO.shop"}""", "login")]
    [InlineData("sellers", """{"login":"zweiter","email":"demo.shop"}""", "email")]
    [InlineData("sellers", """{"login":"zweiter","items":200001}""", "items")]
    [InlineData("sellers", """{"login":"zweiter","site":"www.example.test"}""", "site")]
    [InlineData("sign-in", """{"login":"nobody"}""", "login")]
    [InlineData("sign-in", """{"login":5}""", "login")]
    [InlineData("sign-in", """{"site":"www.example.test"}""", "site")]
    [InlineData("sell", "{}", "item_id")]
    [InlineData("sell", """{"item_id":1.5}""", "item_id")]
    [InlineData("sell", """{"item_id":1,"status":"gone"}""", "status")]
    [InlineData("move", """{"add":-5}""", "add")]
    [InlineData("move", """{"add":200001}""", "add")]
    [InlineData("move", """{"add":200001,"before_page":2}""", "add")]
    [InlineData("move", """{"remove":-1}""", "remove")]
    [InlineData("move", """{"to_front":-1}""", "to_front")]
    [InlineData("move", """{"remove_ids":[5,5]}""", "remove_ids")]
    [InlineData("move", """{"remove_ids":[null]}""", "remove_ids")]
    [InlineData("move", """{"remove_ids":"all"}""", "remove_ids")]
    [InlineData("move", """{"to_front_ids":[1,1]}""", "to_front_ids")]
    [InlineData("move", """{"before_page":0}""", "before_page")]
    [InlineData("move", """{"seller":"nobody"}""", "seller")]
    [InlineData("settings", """{"processing_reads":-1}""", "processing_reads")]
    [InlineData("settings", """{"calls_per_minute":-1}""", "calls_per_minute")]
    [InlineData("settings", """{"photo_side":0}""", "photo_side")]
    [InlineData("settings", """{"delay_ms":"soon"}""", "delay_ms")]
    [InlineData("settings", """{"delay_ms":1,"delay_ms":2}""", "delay_ms")]
    [InlineData("settings", """{"dely_ms":1}""", "dely_ms")]
    [InlineData("settings", """{"\ud83d":1}""", "body")]
    [InlineData("page", """{"form":5}""", "form")]
    [InlineData("page", """{"rotate":"yes"}""", "rotate")]
    [InlineData("challenge/solve", """{"ok":"maybe"}""", "ok")]
    public async Task A_mistake_names_its_field_and_changes_nothing(string route, string body, string field)
    {
        var before = (await Control.Get("sellers")).ToJsonString();
        var refused = await Control.Post(route, body, 400);
        Assert.Contains(field, (string?)refused["field"] + " " + (string?)refused["detail"], StringComparison.Ordinal);
        Assert.False((bool)refused["ok"]!);
        Assert.DoesNotMatch("System\\.|StoFlow|\\.NET|LineNumber", (string)refused["detail"]!);
        Assert.Equal(before, (await Control.Get("sellers")).ToJsonString());
        Assert.Empty((await Control.Get("faults")).AsArray());
    }

    [Theory]
    [InlineData("faults")]
    [InlineData("reset")]
    [InlineData("sellers")]
    [InlineData("sign-in")]
    [InlineData("sell")]
    [InlineData("move")]
    [InlineData("settings")]
    [InlineData("page")]
    [InlineData("challenge/solve")]
    public async Task A_body_is_an_object(string route)
    {
        foreach (var body in (string[])["null", "[]", "5", "\"x\"", "{", "{}{}"])
            Assert.Equal("body", (string?)(await Control.Post(route, body, 400))["field"]);
    }

    [Theory]
    [InlineData("faults", """{"kind":"slow","count":null,"skip":null,"delay_ms":null,"drop":null,"sticky":null}""")]
    [InlineData("reset", """{"items":null,"seller":{"login":null},"sellers":null,"seed":null,"site":null,"sign_out":null,"keep_settings":null}""")]
    [InlineData("sellers", """{"login":"zweiter","email":null,"site":null,"items":null,"business":null}""")]
    [InlineData("move", """{"add":null,"remove":null,"to_front":null,"remove_ids":null,"to_front_ids":null,"before_page":null}""")]
    [InlineData("settings", """{"price_form":null,"delay_ms":null,"single_photo":null}""")]
    [InlineData("page", """{"form":null,"rotate":null}""")]
    public async Task A_field_that_is_null_is_one_that_was_left_out(string route, string body)
    {
        var before = (await Control.Get("settings")).ToJsonString();
        await Control.Post(route, body);
        Assert.Equal(before, (await Control.Get("settings")).ToJsonString());
    }

    [Theory]
    [InlineData("faults", """{"kind":"slow","dely_ms":1}""", "dely_ms: no such field; there are kind, count, skip, ")]
    [InlineData("settings", """{"dely_ms":1}""", "dely_ms: no such field; there are validation_status, ")]
    [InlineData("faults", """{"kind":"slow","count":1.5}""", "count: a whole number is due")]
    [InlineData("faults", """{"kind":"slow","sticky":"yes"}""", "sticky: true or false is due")]
    [InlineData("faults", """{"kind":"thin_body","drop":"title"}""", "drop: a list is due")]
    [InlineData("faults", """{"kind":5}""", "kind: a text is due")]
    [InlineData("settings", """{"delay_ms":"soon"}""", "delay_ms: a whole number is due")]
    [InlineData("reset", """{"seller":{"items":"many"}}""", "items: a whole number is due")]
    [InlineData("reset", """{"sellers":[{"business":3}]}""", "sellers[0].business: true or false is due")]
    [InlineData("sign-in", """{"site":"www.vinted.de"}""", "site: no seller on www.vinted.de")]
    public async Task A_mistake_says_what_to_write_instead(string route, string body, string detail)
        => Assert.StartsWith(detail, (string?)(await Control.Post(route, body, 400))["detail"], StringComparison.Ordinal);

    [Theory]
    [InlineData("POST", "ledger", 405)]
    [InlineData("GET", "reset", 405)]
    [InlineData("POST", "resett", 404)]
    [InlineData("GET", "leger", 404)]
    public async Task A_route_that_is_not_there_says_where_the_list_is(string method, string path, int status)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), $"{Sandbox.ControlUrl}/control/{path}");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains("GET /control/", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ledger?after=-1", "after")]
    [InlineData("ledger?after=1.5", "after")]
    [InlineData("ledger?after=99999999999999999999", "after")]
    [InlineData("ledger?after=1&after=2", "after")]
    [InlineData("ledger?limit=x", "limit")]
    [InlineData("ledger?item_id=x", "item_id")]
    [InlineData("ledger?effect=item_craeted", "effect")]
    [InlineData("requests?x=1&x=2", "x")]
    [InlineData("requests/log?after=x", "after")]
    [InlineData("items?limit=-1", "limit")]
    [InlineData("items?state=lost", "state")]
    public async Task A_mistake_in_the_query_names_its_parameter(string path, string name)
        => Assert.Equal(name, (string?)(await Control.Refused(path))["field"]);

    [Fact]
    public async Task A_limit_beyond_all_there_is_gives_all()
    {
        await Seller();
        foreach (var path in (string[])["ledger", "requests/log", "items"])
            Assert.NotEmpty((await Control.Get($"{path}?limit=4294967296")).AsArray());
    }

    [Fact]
    public async Task A_shop_does_not_grow_without_end()
    {
        await Control.Post("move", """{"add":199950,"before_page":3}""");
        Assert.Equal("add", (string?)(await Control.Post("move", """{"add":11,"before_page":3}""", 400))["field"]);
        Assert.Equal("add", (string?)(await Control.Post("move", """{"add":11}""", 400))["field"]);
        Assert.Equal(10, (await Control.Post("move", """{"add":10}"""))["added"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_move_tells_what_it_really_did()
    {
        var items = (await Control.Get("items")).AsArray().Select(i => (long)i!["id"]!).ToArray();
        var moved = await Control.Post("move", $$"""{"remove":1,"remove_ids":[{{items[0]}},{{items[5]}},1],"to_front_ids":[{{items[9]}},{{items[5]}},1]}""");
        Assert.Equal([items[0], items[5]], moved["removed"]!.AsArray().Select(id => (long)id!));
        Assert.Equal([items[9]], moved["moved"]!.AsArray().Select(id => (long)id!));
        Assert.Equal(items[9], (long)(await Control.Get("items?limit=1"))[0]!["id"]!);
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
