using StoFlow.Client;
using StoFlow.Protocol;

namespace StoFlow.Tests.Client;

public sealed class SiteAnswerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_web_page_under_status_200_is_told_as_one()
    {
        using var played = new PlayedBridge().ThenSite("\"<html>hello</html>\"", contentType: "text/html; charset=utf-8");
        using var client = played.Client();
        var error = await Assert.ThrowsAsync<SiteException>(() => client.Items.GetAsync(1, Cancel));
        Assert.True(error.Html);
    }

    [Theory]
    [InlineData(403, "\"<html>Please enable JS</html>\"", "text/html")]
    [InlineData(503, "\"<title>Just a moment...</title>\"", "text/html")]
    [InlineData(403, """{"url":"https://geo.captcha-delivery.com/captcha/"}""", "application/json")]
    [InlineData(403, """{"code":102,"message":"Blocked"}""", "application/json")]
    [InlineData(200, "\"<script src=https://ct.captcha-delivery.com/c.js></script>\"", "text/html")]
    public async Task A_check_in_any_form_asks_for_the_person_even_if_nobody_stopped_before(int status, string data, string contentType)
    {
        using var played = new PlayedBridge().ThenSite(data, status, contentType);
        using var client = played.Client();
        await Assert.ThrowsAsync<PersonNeededException>(() => client.Items.GetAsync(1, Cancel));
        Assert.Single(played.Calls);
    }

    [Fact]
    public async Task A_code_in_text_is_a_code_too()
    {
        using var played = new PlayedBridge().ThenSite("""{"code":"104","message":"Non"}""");
        using var client = played.Client();
        Assert.Equal(104, (await Assert.ThrowsAsync<SiteException>(() => client.Items.GetAsync(1, Cancel))).SiteCode);
    }

    [Fact]
    public async Task An_error_code_under_status_200_is_an_error()
    {
        using var played = new PlayedBridge().ThenSite("""{"code":99,"message":"Non","errors":[{"field":"price","value":"trop bas"}]}""");
        using var client = played.Client();
        var error = await Assert.ThrowsAsync<SiteException>(() => client.Items.HideAsync(1, cancel: Cancel));
        Assert.Equal((99, new FieldMistake("price", "trop bas")), (error.SiteCode, Assert.Single(error.FieldErrors)));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(504)]
    [InlineData(408)]
    public async Task Of_a_write_a_failing_site_says_nothing(int status)
    {
        using var played = new PlayedBridge().ThenSite("", status, null);
        using var client = played.Client(options => options with { ReadBack = false });
        var unknown = await Assert.ThrowsAsync<OutcomeUnknownException>(() => client.DeleteProductAsync(1, cancellationToken: Cancel));
        Assert.Equal((status, "cmd-1"), (unknown.SiteStatus, unknown.CommandId));
    }

    [Theory]
    [InlineData("network")]
    [InlineData("timeout")]
    public async Task Of_a_write_that_the_site_did_not_answer_the_end_is_not_known(string code)
    {
        using var played = new PlayedBridge().Then(System.Net.HttpStatusCode.OK, $$"""{"success":false,"command_id":"cmd-1","duration_ms":5,"error":"x","code":"{{code}}"}""");
        using var client = played.Client(options => options with { ReadBack = false });
        Assert.Equal("cmd-1", (await Assert.ThrowsAsync<OutcomeUnknownException>(() => client.DeleteProductAsync(1, cancellationToken: Cancel))).CommandId);
    }

    [Fact]
    public async Task A_late_settlement_by_the_journal_is_taken()
    {
        using var played = new PlayedBridge().ThenProblem(ErrorCode.OutcomeUnknown).Then(System.Net.HttpStatusCode.OK, """
            {"id":"cmd-1","state":"done","seller":"demo","site":"www.vinted.fr","action":"EXECUTE_HTTP_REQUEST","write":true,"backend":"b","created_at":"2026-01-01T00:00:00Z",
             "deadline":"2026-01-01T00:01:00Z","settled_by":"journal","outcome":{"success":true,"command_id":"cmd-1","duration_ms":5,"status":200,"data":{"code":0}}}
            """);
        using var client = played.Client();
        Assert.True(await client.DeleteProductAsync(1, "k", Cancel));
        Assert.Equal("POST /api/plugin/execute GET /api/commands/cmd-1?wait_ms=30000", string.Join(' ', played.Calls.Select(call => $"{call.Method} {call.Path}")));
    }

    [Fact]
    public async Task A_write_that_the_bridge_still_holds_is_waited_for_and_never_repeated()
    {
        const string command = """
            {"id":"cmd-1","state":"STATE","seller":"demo","site":"www.vinted.fr","action":"EXECUTE_HTTP_REQUEST","write":true,"backend":"b","created_at":"2026-01-01T00:00:00Z",
             "deadline":"2026-01-01T00:01:00Z","code":"expired","detail":"No browser came."}
            """;
        using var played = new PlayedBridge().ThenProblem(ErrorCode.OutcomeUnknown)
            .Then(System.Net.HttpStatusCode.OK, command.Replace("STATE", "queued", StringComparison.Ordinal))
            .Then(System.Net.HttpStatusCode.OK, command.Replace("STATE", "running", StringComparison.Ordinal))
            .Then(System.Net.HttpStatusCode.OK, command.Replace("STATE", "expired", StringComparison.Ordinal));
        using var client = played.Client();
        var expired = await Assert.ThrowsAsync<StoFlowException>(() => played.Time.RunAsync(client.DeleteProductAsync(1, cancellationToken: Cancel), TimeSpan.FromSeconds(5)));
        Assert.Equal((ErrorCode.Expired, "cmd-1"), (expired.Code, expired.CommandId));
        Assert.Equal(1, played.Calls.Count(call => call.Method is "POST"));
        Assert.Equal(4, played.Calls.Count);
    }

    [Fact]
    public async Task What_the_bridge_knows_by_now_may_leave_the_end_as_open_as_before()
    {
        using var played = new PlayedBridge().ThenProblem(ErrorCode.OutcomeUnknown).Then(System.Net.HttpStatusCode.OK, """
            {"id":"cmd-1","state":"done","seller":"demo","site":"www.vinted.fr","action":"EXECUTE_HTTP_REQUEST","write":true,"backend":"b","created_at":"2026-01-01T00:00:00Z",
             "deadline":"2026-01-01T00:01:00Z","settled_by":"journal","outcome":{"success":false,"command_id":"cmd-1","duration_ms":5,"status":504}}
            """).ThenSite("""{"code":104,"message_code":"not_found"}""", 404);
        using var client = played.Client();
        Assert.True(await played.Time.RunAsync(client.DeleteProductAsync(1, "k", Cancel), TimeSpan.FromSeconds(5)));
        Assert.Contains("item_upload/items/1", played.Calls[2].Body, StringComparison.Ordinal);
        Assert.Equal(3, played.Calls.Count);
    }

    [Fact]
    public async Task A_bridge_that_answers_oddly_when_it_is_asked_settles_nothing_and_nothing_is_repeated()
    {
        using var played = new PlayedBridge().ThenProblem(ErrorCode.OutcomeUnknown).Then(System.Net.HttpStatusCode.OK, "<html>", "text/html");
        using var client = played.Client();
        var unknown = await Assert.ThrowsAsync<OutcomeUnknownException>(() => played.Time.RunAsync(client.DeleteProductAsync(1, "k", Cancel), TimeSpan.FromSeconds(5)));
        Assert.Equal(ReadBackAnswer.StillUnknown, unknown.Answer);
        Assert.Equal(1, played.Calls.Count(call => call.Method is "POST"));
    }

    [Fact]
    public async Task A_write_lost_on_the_way_that_the_bridge_does_not_know_the_end_of_is_followed_by_its_id()
    {
        using var played = new PlayedBridge().ThenSite("{}");
        for (var i = 0; i < 11; i++) played.ThenBreak(HttpRequestError.ResponseEnded);
        played.ThenProblem(ErrorCode.OutcomeUnknown).Then(System.Net.HttpStatusCode.OK, """
            {"id":"cmd-1","state":"done","seller":"demo","site":"www.vinted.fr","action":"EXECUTE_HTTP_REQUEST","write":true,"backend":"b","created_at":"2026-01-01T00:00:00Z",
             "deadline":"2026-01-01T00:01:00Z","outcome":{"success":true,"command_id":"cmd-1","duration_ms":5,"status":200,"data":{"code":0}}}
            """);
        using var client = played.Client();
        await client.ExecuteRequestAsync("https://www.vinted.fr/api/v2/users/current", cancellationToken: Cancel);
        Assert.True(await played.Time.RunAsync(client.DeleteProductAsync(1, cancellationToken: Cancel), TimeSpan.FromSeconds(5)));
        Assert.Equal("/api/commands/cmd-1?wait_ms=30000", played.Calls[^1].Path);
    }

    [Fact]
    public async Task A_write_lost_on_the_way_is_asked_for_by_its_own_key_before_anything_else()
    {
        using var played = new PlayedBridge().ThenSite("{}");
        for (var i = 0; i < 11; i++) played.ThenBreak(HttpRequestError.ResponseEnded);
        played.ThenSite("""{"code":0}""");
        using var client = played.Client();
        await client.ExecuteRequestAsync("https://www.vinted.fr/api/v2/users/current", cancellationToken: Cancel);
        Assert.True(await played.Time.RunAsync(client.DeleteProductAsync(1, cancellationToken: Cancel), TimeSpan.FromSeconds(5)));
        var writes = played.Calls.Where(call => call.Method is "POST" && call.Key is not null).ToList();
        Assert.Equal(12, writes.Count);
        Assert.Single(writes.Select(call => call.Key).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_field_of_another_type_is_drift_with_its_path()
    {
        using var played = new PlayedBridge().ThenSite("""{"item":{"id":1,"title":"x","price":"1.0","brand_id":{"x":1}}}""");
        using var client = played.Client();
        var drift = await Assert.ThrowsAsync<SiteException>(() => client.Items.GetAsync(1, Cancel));
        Assert.Equal((ClientErrorCode.Drift, "item.brand_id"), (drift.Code, drift.Path));
    }

    [Theory]
    [InlineData(400, """{"code":99,"message":"Trop \ud83d long: \u00e9\"\n\ud83d\udc57","errors":[{"field":"\udc57","value":null},null]}""", "Trop \uFFFD long: é\"\n👗")]
    [InlineData(500, "\"<html>\\ud83d</html>\"", null)]
    [InlineData(400, """{"code":"\ud83d","message_code":"\ud83d"}""", null)]
    public async Task Half_a_character_in_an_error_hides_nothing_of_it(int status, string data, string? message)
    {
        using var played = new PlayedBridge().Then(System.Net.HttpStatusCode.OK, $$"""{"success":false,"command_id":"cmd-1","duration_ms":5,"status":{{status}},"data":{{data}}}""");
        using var client = played.Client();
        var error = await Assert.ThrowsAsync<SiteException>(() => client.Items.GetAsync(1, Cancel));
        Assert.Equal((status, message), (error.HttpStatus, error.SiteMessage));
    }

    [Fact]
    public async Task Access_denied_says_what_to_try()
    {
        using var played = new PlayedBridge().ThenSite("""{"code":106,"message":"Accès refusé","message_code":"access_denied"}""", 403);
        using var client = played.Client();
        var denied = await Assert.ThrowsAsync<SiteException>(() => client.DeleteProductAsync(1, cancellationToken: Cancel));
        Assert.Equal((106, "access_denied", "Accès refusé", 403), (denied.SiteCode, denied.MessageCode, denied.SiteMessage, denied.HttpStatus));
    }

    [Theory]
    [InlineData("90", 90)]
    [InlineData("Mon, 23 Nov 2026 12:01:30 GMT", 90)]
    [InlineData("Mon, 23 Nov 2026 11:00:00 GMT", 0)]
    [InlineData("soon", null)]
    public async Task A_limit_says_until_when_in_seconds_or_as_a_date(string header, int? seconds)
    {
        using var played = new PlayedBridge().Then(System.Net.HttpStatusCode.OK, $$"""{"success":false,"headers":{"retry-after":"{{header}}"},"command_id":"cmd-1","duration_ms":5,"status":429}""");
        using var client = played.Client();
        var limited = await Assert.ThrowsAsync<SiteException>(() => client.Items.GetAsync(1, Cancel));
        Assert.Equal((ErrorCode.RateLimited, seconds), (limited.Code, (int?)limited.RetryAfter?.TotalSeconds));
    }

    [Fact]
    public async Task A_delete_that_was_done_late_counts_as_done()
    {
        using var played = new PlayedBridge().ThenSite("", 504, null).ThenSite("""{"item":{"id":1},"code":0}""").ThenSite("""{"code":104,"message_code":"not_found"}""", 404);
        using var client = played.Client(options => options with { ReadBackPause = TimeSpan.Zero });
        Assert.True(await client.DeleteProductAsync(1, cancellationToken: Cancel));
        Assert.Equal(2, played.Calls.Count(call => call.Body.Contains("/items/1/delete", StringComparison.Ordinal)));
        Assert.False(await client.DeleteProductAsync(1, cancellationToken: Cancel));
    }

    [Fact]
    public async Task A_seller_signed_in_to_several_sites_is_asked_which()
    {
        using var played = new PlayedBridge().Then(System.Net.HttpStatusCode.OK, """
            {"plugin_available":true,"browsers":[{"id":"b","name":"n","seller":"demo","online":true,"browser":null,"plugin_version":null,"last_seen":null,
              "sites":[{"site":"www.vinted.fr","tab":"open","permission":true,"signed_in":true},{"site":"www.vinted.de","tab":"open","permission":true,"signed_in":true}]}]}
            """);
        using var client = played.Client(options => options with { Site = null });
        var refused = await Assert.ThrowsAsync<RefusedException>(() => client.Items.GetAsync(1, Cancel));
        Assert.Equal("site", refused.Field);
    }
}
