using System.Text.Json;
using StoFlow.Client;
using StoFlow.Harness.Browsers;
using StoFlow.Harness.Demo;
using StoFlow.Harness.House;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.BrowserTests.Shop;

/// <summary>
/// What the site does that a naive plugin does not expect, by the numbers of the sandbox's own list, on every kind of request; judged by the sandbox. The rest of the
/// list is the client's and is tested without a browser.
/// </summary>
public abstract class BehaviourTests(HouseFixture fixture) : ShopTest(fixture)
{
    private static readonly string[] Kinds = ["list", "later page", "detail", "orders", "photo", "create", "update", "hide", "delete"];
    private static readonly string[] Writes = ["photo", "create", "update", "hide", "delete"];
    private PhotoSource? _loose;

    /// <summary>What a test before this one left behind would be taken for the plugin's fault.</summary>
    public override async ValueTask InitializeAsync()
    {
        await House.Control.PostAsync("control/faults", new { kind = "clear" }, Ct);
        await House.Control.PageAsync("escaped", Ct);
        await ResumeAsync();
        await base.InitializeAsync();
    }

    [Theory]
    [InlineData("two_tokens")]
    [InlineData("absent")]
    public async Task B01_a_page_with_two_tokens_or_none_lets_nothing_out(string form)
    {
        var item = await ItemAsync();
        await House.Control.PostAsync("control/page", new { form, rotate = true }, Ct);
        var before = await House.Control.LedgerEndAsync(Ct);
        try
        {
            for (var tries = 0; tries < 2; tries++)
                Assert.Equal(ErrorCode.CsrfMissing, (await Assert.ThrowsAnyAsync<StoFlowException>(() => Client.Items.HideAsync(item, cancel: Ct))).Code);
        }
        finally
        {
            await House.Control.PageAsync("escaped", Ct);
        }

        // Nobody had told the plugin that the token it held was no good any more.
        Assert.Equal(["refused"], (await House.Control.LedgerAsync(before, Ct)).Select(line => line.Effect));
        await Client.Items.HideAsync(item, cancel: Ct);
        Assert.Equal("hidden", (await House.Control.ItemAsync(item, Ct)).State);
    }

    [Fact]
    public async Task B02_every_request_names_the_visitor_and_every_write_the_token()
    {
        var before = (await House.Control.RequestLogAsync(ct: Ct)).Max(note => note.GetProperty("seq").GetInt64());
        foreach (var kind in Kinds) await RunAsync(kind, await ItemAsync());
        var notes = (await House.Control.RequestLogAsync(before, Ct)).Where(note => Text(note, "path")!.StartsWith("/api/v2/", StringComparison.Ordinal)).ToList();

        Assert.True(notes.Count > Kinds.Length);
        Assert.All(notes, note => Assert.Equal(("ok", true, true), (Text(note, "csrf"), Flag(note, "anon_id"), Flag(note, "signed_in"))));
    }

    [Fact]
    public async Task B03_a_write_whose_token_is_old_goes_out_once_more_with_that_of_the_page()
    {
        foreach (var kind in Writes)
        {
            var item = await ItemAsync();
            var before = await House.Control.LedgerEndAsync(Ct);
            await FaultAsync("csrf_changed", kind);
            await RunAsync(kind, item);
            Assert.Equal(["refused", EffectOf(kind)], await EffectsAsync(before));
        }
    }

    [Fact]
    public async Task B04_a_session_that_runs_out_at_any_request_is_renewed_once()
    {
        foreach (var kind in Kinds)
        {
            var item = await ItemAsync();
            var before = await House.Control.LedgerEndAsync(Ct);
            await FaultAsync("expire_session", kind);
            await RunAsync(kind, item);
            string?[] expected = ["refused", "session_refreshed", EffectOf(kind)];
            Assert.Equal(expected.OfType<string>(), await EffectsAsync(before));
        }

        var ledger = await House.Control.LedgerEndAsync(Ct);
        await House.Control.FaultAsync("expire_session", path: "/item_upload/colors", ct: Ct);
        var batch = await Client.ExecuteBatchAsync([.. Enumerable.Range(0, 12).Select(_ => new RequestBody($"https://{House.Options.Site}/api/v2/item_upload/colors"))], cancellationToken: Ct);
        Assert.All(batch.Results!, result => Assert.Equal(200, result.Status));
        Assert.Single(await EffectsAsync(ledger), effect => effect == "session_refreshed");
    }

    [Fact]
    public async Task B04_a_page_left_open_overnight_has_neither_session_nor_token_and_the_write_is_done_once()
    {
        var item = await ItemAsync();
        var before = await House.Control.LedgerEndAsync(Ct);
        await House.Control.PostAsync("control/page", new { rotate = true }, Ct);
        await FaultAsync("expire_session", "update");
        await RunAsync("update", item);
        Assert.Single(await EffectsAsync(before), effect => effect == "item_updated");
        Assert.DoesNotContain(await House.Control.LedgerAsync(before, Ct), line => line.Reason == "refresh_token_dead");
    }

    [Fact]
    public async Task B04_a_dead_session_waits_for_the_seller_and_is_not_asked_for_again()
    {
        var item = await ItemAsync();
        var before = await House.Control.LedgerEndAsync(Ct);
        await FaultAsync("dead_session", "update");
        for (var tries = 0; tries < 3; tries++) await Assert.ThrowsAsync<NotSignedInException>(() => RunAsync("update", item));
        var ledger = await House.Control.LedgerAsync(before, Ct);
        Assert.Single(ledger, line => line.Reason == "refresh_token_dead");
        Assert.All(ledger, line => Assert.Equal("refused", line.Effect));

        var page = await House.Seller.SignInAsync(House.Options.Site, SellersHouse.Email, SellersHouse.Password, ct: Ct);
        await RunAsync("update", item);
        await page.CloseAsync(Ct);
        Assert.Equal(["signed_in", "item_updated"], (await EffectsAsync(before)).Skip(ledger.Count));
    }

    [Theory]
    [InlineData(3600, "json")]
    [InlineData(null, "empty")]
    [InlineData(null, "code_106")]
    public async Task B13_after_a_limit_at_any_request_nothing_goes_out_before_its_time(int? seconds, string variant)
    {
        foreach (var kind in Kinds)
        {
            var item = await ItemAsync();
            await FaultAsync("rate_limit", kind, new() { ["variant"] = variant, ["retry_after_s"] = seconds });
            var limited = await Assert.ThrowsAnyAsync<StoFlowException>(() => RunAsync(kind, item));
            Assert.Equal(ErrorCode.RateLimited, limited.Code);
            var calls = await ApiCallsAsync();
            foreach (var other in Kinds)
            {
                var told = await Assert.ThrowsAsync<StoFlowException>(() => RunAsync(other, item));
                Assert.Equal(ErrorCode.LanePaused, told.Code);
                Assert.InRange(told.Until!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(seconds is null ? 5 : 3_400), TimeSpan.FromSeconds(seconds ?? 900));
            }

            Assert.Equal(calls, await ApiCallsAsync());
            await ResumeAsync();
            await RunAsync(kind, item);
        }
    }

    [Fact]
    public async Task B13_a_limit_in_the_middle_of_a_batch_of_changes_ends_it()
    {
        var items = (await House.Control.ItemsAsync(House.Options.Site, Ct)).Where(item => item.State == "active").Take(20);
        var before = await House.Control.LedgerEndAsync(Ct);
        await FaultAsync("rate_limit", "hide", skip: 2);
        var batch = await Client.ExecuteBatchAsync(
            [.. items.Select(item => HideRequest.Of(House, item.Id))], cancellationToken: Ct);

        Assert.Equal(["item_hidden", "item_hidden", "refused"], await EffectsAsync(before));
        Assert.Equal([200, 200, 429], batch.Results!.Take(3).Select(result => result.Status));
        Assert.Equal(17, batch.Results!.Count(result => result.Code == ErrorCode.NotRun));
        Assert.Equal(ErrorCode.LanePaused, (await Assert.ThrowsAsync<StoFlowException>(() => Client.GetUserDataAsync(Ct))).Code);
    }

    [Theory]
    [InlineData("challenge_json")]
    [InlineData("challenge_html")]
    [InlineData("challenge_200")]
    [InlineData("ip_blocked")]
    public async Task B14_after_a_check_at_any_request_nothing_goes_out_before_the_person_says_so(string form)
    {
        foreach (var kind in Kinds)
        {
            var item = await ItemAsync();
            var before = await House.Control.LedgerEndAsync(Ct);
            await FaultAsync(form, kind, new() { ["sticky"] = form is not "ip_blocked" });
            Assert.Equal(ErrorCode.Challenge, (await Assert.ThrowsAsync<PersonNeededException>(() => RunAsync(kind, item))).Code);
            foreach (var other in Kinds) Assert.Equal(ErrorCode.Challenge, (await Assert.ThrowsAsync<PersonNeededException>(() => RunAsync(other, item))).Code);
            var requests = await House.Control.RequestsAsync(Ct);
            Assert.Equal((true, 0, 0), (Flag(requests, "challenge_pending"), requests.GetProperty("after_challenge").GetInt32(), requests.GetProperty("pages_after_challenge").GetInt32()));
            Assert.Equal(["refused"], await EffectsAsync(before));

            await House.Control.PostAsync("control/challenge/solve", new { }, Ct);
            await ResumeAsync();
            await RunAsync(kind, item);
            Assert.Equal(EffectOf(kind) is { } effect ? ["refused", effect] : ["refused"], await EffectsAsync(before));
        }
    }

    [Fact]
    public async Task B14_a_check_on_one_site_stops_that_one_alone()
    {
        const string Abroad = "www.vinted.de";
        await House.Control.PostAsync("control/sellers", new { login = "laden", email = "laden@example.test", password = SellersHouse.Password, site = Abroad, items = 5 }, Ct);
        await House.Seller.SignInAsync(Abroad, "laden@example.test", SellersHouse.Password, ct: Ct);
        using var abroad = House.Client(options => options with { Site = Abroad });
        var item = await ItemAsync();
        await FaultAsync("challenge_html", "detail", new() { ["sticky"] = true });
        await Assert.ThrowsAsync<PersonNeededException>(() => RunAsync("detail", item));

        var there = await abroad.GetAllProductsAsync(cancellationToken: Ct).ToListAsync(Ct);
        await abroad.Items.SetPriceAsync(there.First(one => one.State == ItemState.OnSale).Id, 7.77m, cancel: Ct);
        await Assert.ThrowsAsync<PersonNeededException>(() => RunAsync("update", item));

        Assert.Equal(5, there.Count);
        Assert.Equal(0, (await House.Control.RequestsAsync(Ct)).GetProperty("after_challenge").GetInt32());
    }

    private static string? EffectOf(string kind) => kind switch
    {
        "photo" => "photo_uploaded",
        "create" => "item_created",
        "update" => "item_updated",
        "hide" => "item_hidden",
        "delete" => "item_deleted",
        _ => null,
    };

    private static string? Text(JsonElement note, string name) => note.GetProperty(name).GetString();

    private static bool Flag(JsonElement note, string name) => note.GetProperty(name).GetBoolean();

    private Task ResumeAsync() => House.Admin.Administration.ResumeLaneAsync(House.Options.Seller, House.Options.Site, Ct);

    private async Task<long> ApiCallsAsync() => (await House.Control.RequestsAsync(Ct)).GetProperty("api_total").GetInt64();

    private async Task<IReadOnlyList<string?>> EffectsAsync(long after) => [.. (await House.Control.LedgerAsync(after, Ct)).Select(line => line.Effect)];

    /// <summary>An item on sale that nothing was done to, and a photo on no item for the next create.</summary>
    private async Task<long> ItemAsync()
    {
        _loose = PhotoSource.Uploaded(await Client.UploadPhotoAsync(DemoPhoto.Make(2_000, seed: 2), cancellationToken: Ct));
        return (await House.Control.ItemsAsync(House.Options.Site, Ct)).First(item => item is { State: "active", Price: not 7.77m }).Id;
    }

    private Task FaultAsync(string fault, string at, Dictionary<string, object?>? more = null, int skip = 0)
    {
        var (method, path) = at switch
        {
            "list" or "later page" => ("GET", "/wardrobe/*/items"),
            "detail" => ("GET", "/item_upload/items"),
            "orders" => ("GET", "/my_orders"),
            "photo" => ("POST", "/photos"),
            "create" => ("POST", "/item_upload/items"),
            "update" => ("PUT", "/item_upload/items"),
            "hide" => ("PUT", "/items/*/is_hidden"),
            _ => ("POST", "/items/*/delete"),
        };
        return House.Control.PostAsync("control/faults", new Dictionary<string, object?>(more ?? [], StringComparer.Ordinal)
        {
            ["kind"] = fault, ["method"] = method, ["path"] = path, ["skip"] = at is "later page" ? 1 : skip,
        }, Ct);
    }

    private async Task RunAsync(string kind, long item)
    {
        switch (kind)
        {
            case "list" or "later page":
                await Client.GetAllProductsAsync(pageSize: 50, cancellationToken: Ct).CountAsync(Ct);
                break;
            case "detail":
                await Client.Items.GetAsync(item, Ct);
                break;
            case "orders":
                await Client.Orders.GetSalesAsync(cancel: Ct).CountAsync(Ct);
                break;
            case "photo":
                await Client.UploadPhotoAsync(DemoPhoto.Make(2_000, seed: 1), cancellationToken: Ct);
                break;
            case "create":
                await Client.CreateProductAsync(Jeans(_loose!), cancellationToken: Ct);
                break;
            case "update":
                await Client.UpdateProductAsync(item, price: 7.77m, cancellationToken: Ct);
                break;
            case "hide":
                await Client.Items.HideAsync(item, cancel: Ct);
                break;
            default:
                Assert.True(await Client.DeleteProductAsync(item, cancellationToken: Ct));
                break;
        }
    }
}

/// <summary>A house that only these tests disturb.</summary>
public sealed class FirefoxBehaviourHouse() : HouseFixture(BrowserKind.Firefox);

/// <summary>A house that only these tests disturb.</summary>
public sealed class ChromiumBehaviourHouse() : HouseFixture(BrowserKind.Chromium);

/// <inheritdoc/>
public sealed class FirefoxBehaviourTests(FirefoxBehaviourHouse fixture) : BehaviourTests(fixture), IClassFixture<FirefoxBehaviourHouse>;

/// <inheritdoc/>
public sealed class ChromiumBehaviourTests(ChromiumBehaviourHouse fixture) : BehaviourTests(fixture), IClassFixture<ChromiumBehaviourHouse>;
