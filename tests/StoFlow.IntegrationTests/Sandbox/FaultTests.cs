using System.Diagnostics;
using Xunit;

namespace StoFlow.IntegrationTests.SandboxTests;

/// <summary>Behaviours 13 to 15 and every other fault.</summary>
public sealed class FaultTests : SandboxTest
{
    [Fact]
    public async Task B13_rate_limit_with_and_without_retry_after_and_as_code_106()
    {
        var shopper = await Seller();
        await Control.Fault("rate_limit", 1, "\"retry_after_s\":7");
        await Control.Fault("rate_limit", 1, "\"variant\":\"empty\"");
        await Control.Fault("rate_limit", 1, "\"variant\":\"code_106\"");
        var first = await shopper.Get("users/current");
        Assert.Equal((429, "7"), (first.Status, first.Headers["Retry-After"]));
        var second = await shopper.Get("users/current");
        Assert.Equal(429, second.Status);
        Assert.Empty(second.Bytes);
        Assert.False(second.Headers.ContainsKey("Retry-After"));
        var third = await shopper.Get("users/current");
        Assert.Equal((429, 106, "rate_limit_exceeded"), (third.Status, third.Code, (string?)third.Json["message_code"]));
        Assert.Equal(200, (await shopper.Get("users/current")).Status);
    }

    [Theory]
    [InlineData("challenge_json", 403)]
    [InlineData("challenge_html", 403)]
    [InlineData("challenge_200", 200)]
    public async Task B14_bot_check_forms_and_the_calls_after_them(string kind, int status)
    {
        var shopper = await Seller();
        await Control.Fault(kind);
        var check = await shopper.Get("users/current");
        Assert.Equal(status, check.Status);
        // The pages have nothing but themselves to be known by.
        Assert.Equal(kind is "challenge_json", check.Headers.ContainsKey("x-dd-b"));
        Assert.Equal(kind is not "challenge_json", check.IsHtml);
        Assert.Contains("captcha-delivery.com", check.Text, StringComparison.Ordinal);
        Assert.Equal(0, (int)(await Control.Get("requests"))["after_challenge"]!);
        await shopper.Get("users/current");
        Assert.Equal(1, (int)(await Control.Get("requests"))["after_challenge"]!);
        await Control.Post("challenge/solve");
        await shopper.Get("users/current");
        Assert.Equal(1, (int)(await Control.Get("requests"))["after_challenge"]!);
    }

    [Fact]
    public async Task B14_a_sticky_check_stands_until_the_person_solves_it_on_the_page()
    {
        var shopper = await Seller();
        await Control.Fault("challenge_json", 1, "\"sticky\":true");
        for (var call = 0; call < 3; call++) Assert.Equal(403, (await shopper.Get("users/current")).Status);
        Assert.Contains("id=\"solve\"", await shopper.Open("/"), StringComparison.Ordinal);
        Assert.Equal(303, (await shopper.Send("POST", "/challenge/solved")).Status);
        Assert.Equal(200, (await shopper.Get("users/current")).Status);
    }

    [Fact]
    public async Task B14_a_check_is_one_sites()
    {
        var shopper = await Seller();
        await Control.Post("sellers", """{"login":"laden","email":"laden@example.test","password":"demo-demo","site":"www.vinted.de","items":3}""");
        var abroad = await Visitor("www.vinted.de").SignIn("laden");
        await Control.Fault("challenge_html", 1, "\"sticky\":true");
        Assert.Equal(403, (await shopper.Get("users/current")).Status);
        Assert.Equal(200, (await abroad.Get("users/current")).Status);
        Assert.Equal(0, (int)(await Control.Get("requests"))["after_challenge"]!);
        Assert.Equal(303, (await abroad.Send("POST", "/challenge/solved")).Status);
        Assert.Equal(403, (await shopper.Get("users/current")).Status);
        Assert.Equal(1, (int)(await Control.Get("requests"))["after_challenge"]!);
    }

    [Fact]
    public async Task B15_write_then_504_has_done_the_write()
    {
        var shopper = await Seller();
        var body = TestItem.Body("Piège", 5, await shopper.Photo());
        await Control.Fault("write_then_504");
        Assert.Equal(200, (await shopper.Get("users/current")).Status);
        var lost = await shopper.Post("item_upload/items", body);
        Assert.Equal(504, lost.Status);
        var entry = await Control.LastEntry();
        Assert.Equal(("item_created", 504, "write_then_504"), ((string?)entry["effect"], (int)entry["status"]!, (string?)entry["fault"]));
        Assert.Equal("Piège", (string?)(await Control.Get("items?limit=1"))[0]!["title"]);
    }

    [Theory]
    [InlineData("stream")]
    [InlineData("reset")]
    [InlineData("connection")]
    [InlineData("partial")]
    public async Task Write_then_close_and_close_first_differ_in_what_happened(string how)
    {
        var shopper = await Seller();
        var body = TestItem.Body("Coupé", 5, await shopper.Photo());
        await Control.Fault("close_first", 1, $"\"how\":\"{how}\"");
        await Assert.ThrowsAsync<HttpRequestException>(() => shopper.Post("item_upload/items", body));
        Assert.Equal("refused", (string?)(await Control.LastEntry())["effect"]);
        await Control.Fault("write_then_close", 1, $"\"how\":\"{how}\"");
        await Assert.ThrowsAsync<HttpRequestException>(() => shopper.Post("item_upload/items", body));
        var entry = await Control.LastEntry();
        Assert.Equal(("item_created", 0), ((string?)entry["effect"], (int)entry["status"]!));
    }

    [Fact]
    public async Task A_refused_write_does_not_use_the_trap_up()
    {
        var shopper = await Seller();
        await Control.Fault("write_then_504");
        Assert.Equal(404, (await shopper.Post("items/1/delete")).Status);
        Assert.Equal(1, (int)(await Control.Get("faults"))[0]!["left"]!);
        Assert.Equal(504, (await shopper.Upload(TestPicture.Make())).Status);
    }

    [Fact]
    public async Task Path_method_and_skip_choose_the_call()
    {
        var shopper = await Seller();
        await Control.Fault("server_error", 1, "\"path\":\"/api/v2/users\",\"skip\":1,\"status\":503");
        Assert.Equal(200, (await shopper.Get("item_upload/colors")).Status);
        Assert.Equal(200, (await shopper.Get("users/current")).Status);
        Assert.Equal(503, (await shopper.Get("users/current")).Status);
        await Control.Fault("html_404", 1, "\"path\":\"/photos\",\"method\":\"POST\"");
        Assert.Equal(200, (await shopper.Get("photos")).Status);
        Assert.Equal(404, (await shopper.Upload(TestPicture.Make())).Status);
    }

    [Fact]
    public async Task Slow_waits_before_or_after_the_effect()
    {
        var shopper = await Seller();
        await Control.Fault("slow", 1, "\"delay_ms\":300");
        var watch = Stopwatch.StartNew();
        Assert.Equal(200, (await shopper.Get("users/current")).Status);
        Assert.True(watch.ElapsedMilliseconds >= 290);

        await Control.Fault("slow", 1, "\"delay_ms\":60000,\"when\":\"after\"");
        var upload = shopper.Upload(TestPicture.Make());
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!(await Control.Effects()).Contains("photo_uploaded", StringComparer.Ordinal)) await Task.Delay(10, deadline.Token);
        Assert.False(upload.IsCompleted);
        await Sandbox.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => upload);
    }

    [Fact]
    public async Task Cacheable_leaves_the_answer_and_lets_it_be_kept()
    {
        var shopper = await Seller();
        await Control.Fault("cacheable");
        await Control.Fault("server_error", 1, "\"status\":503");
        var spoiled = await shopper.Get("users/current");
        Assert.Equal(503, spoiled.Status);
        Assert.Contains("max-age=3600", spoiled.Headers["Cache-Control"], StringComparison.Ordinal);
        Assert.Contains("max-age=0", (await shopper.Get("users/current")).Headers["Cache-Control"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Csrf_changed_refuses_the_old_token_and_the_page_shows_the_new()
    {
        var shopper = await Seller();
        await Control.Fault("csrf_changed");
        Assert.Equal(200, (await shopper.Get("users/current")).Status);
        Assert.Equal(403, (await shopper.Upload(TestPicture.Make())).Status);
        await shopper.Open("/");
        Assert.Equal(200, (await shopper.Upload(TestPicture.Make())).Status);
    }

    [Fact]
    public async Task Csrf_absent_hides_the_token_for_so_many_pages_and_ends_the_old_one()
    {
        var shopper = await Seller();
        await Control.Fault("csrf_absent", 1);
        Assert.Equal(403, (await shopper.Upload(TestPicture.Make())).Status);
        Assert.DoesNotContain("CSRF_TOKEN", await shopper.Open("/"), StringComparison.Ordinal);
        Assert.Contains("CSRF_TOKEN", await shopper.Open("/"), StringComparison.Ordinal);
        Assert.Equal(200, (await shopper.Upload(TestPicture.Make())).Status);
    }

    [Fact]
    public async Task Thin_body_and_blocked_address()
    {
        var shopper = await Seller();
        await Control.Fault("thin_body");
        Assert.Equal("""{"code":0}""", (await shopper.Get("users/current")).Text);
        await Control.Fault("ip_blocked");
        var blocked = await shopper.Get("users/current");
        Assert.Equal((403, 102), (blocked.Status, blocked.Code));
        Assert.True((bool)(await Control.Get("requests"))["challenge_pending"]!);
    }

    [Fact]
    public async Task Count_clear_and_mistakes()
    {
        var shopper = await Seller();
        await Control.Fault("server_error", 2);
        await Control.Fault("slow", 5);
        Assert.Equal(500, (await shopper.Get("users/current")).Status);
        await Control.Fault("clear");
        Assert.Equal(200, (await shopper.Get("users/current")).Status);
        var refused = await Control.Post("faults", """{"kind":"meteor"}""", 400);
        Assert.Contains("write_then_504", (string?)refused["detail"], StringComparison.Ordinal);
        await Control.Post("faults", """{"kind":"slow","dely_ms":1}""", 400);
    }

    [Fact]
    public async Task Parallel_calls_share_no_hit()
    {
        var shopper = await Seller();
        await Control.Fault("server_error", 10);
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => shopper.Get("users/current")));
        Assert.Equal(10, answers.Count(a => a.Status == 500));
        Assert.Equal(30, answers.Count(a => a.Status == 200));
    }

    [Fact]
    public async Task A_pace_limit_per_minute()
    {
        var shopper = await Seller();
        await Control.Post("settings", """{"calls_per_minute":3}""");
        var statuses = new List<int>();
        for (var call = 0; call < 8; call++) statuses.Add((await shopper.Get("users/current")).Status);
        Assert.Contains(429, statuses);
    }
}
