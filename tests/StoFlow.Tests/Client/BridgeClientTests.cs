using System.Net;
using StoFlow.Client;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Tests.Client;

public sealed class BridgeClientTests
{
    private const string Url = "https://www.vinted.fr/api/v2/users/current";
    private static readonly TimeSpan Pauses = TimeSpan.FromSeconds(5);
    private static readonly ExecuteRequest Read = new(CommandAction.Request, Request: new RequestBody(Url));
    private static readonly ExecuteRequest Write = new(CommandAction.Request, Request: new RequestBody(Url, "POST"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ErrorCode.NoBrowser, typeof(NoBrowserException))]
    [InlineData(ErrorCode.NoSiteTab, typeof(NoBrowserException))]
    [InlineData(ErrorCode.SitePermissionMissing, typeof(NoBrowserException))]
    [InlineData(ErrorCode.PluginOutdated, typeof(NoBrowserException))]
    [InlineData(ErrorCode.NotSignedIn, typeof(NotSignedInException))]
    [InlineData(ErrorCode.Challenge, typeof(PersonNeededException))]
    [InlineData(ErrorCode.LanePaused, typeof(PersonNeededException))]
    [InlineData(ErrorCode.OutcomeUnknown, typeof(OutcomeUnknownException))]
    [InlineData(ErrorCode.InvalidRequest, typeof(RefusedException))]
    [InlineData(ErrorCode.Unauthorized, typeof(RefusedException))]
    [InlineData(ErrorCode.Forbidden, typeof(RefusedException))]
    [InlineData(ErrorCode.NotAllowedByPolicy, typeof(RefusedException))]
    [InlineData(ErrorCode.NotFound, typeof(RefusedException))]
    [InlineData(ErrorCode.IdempotencyConflict, typeof(RefusedException))]
    [InlineData(ErrorCode.CsrfMissing, typeof(StoFlowException))]
    [InlineData(ErrorCode.RateLimited, typeof(StoFlowException))]
    [InlineData(ErrorCode.Timeout, typeof(StoFlowException))]
    [InlineData(ErrorCode.Cancelled, typeof(StoFlowException))]
    [InlineData(ErrorCode.Expired, typeof(StoFlowException))]
    [InlineData(ErrorCode.Internal, typeof(StoFlowException))]
    public async Task A_problem_becomes_the_exception_of_its_decision(string code, Type type)
    {
        using var played = new PlayedBridge().ThenProblem(code, field: "request.url");
        using var bridge = played.Bridge();
        var thrown = (StoFlowException)await Assert.ThrowsAsync(type, () => played.Time.RunAsync(bridge.ExecuteAsync(Write, cancel: Cancel), Pauses));
        Assert.Equal((code, "What to do next.", "cmd-1", (int?)ErrorCode.HttpStatus(code)), (thrown.Code, thrown.Detail, thrown.CommandId, thrown.HttpStatus));
        Assert.Single(played.Calls);
        Assert.DoesNotContain("secret-token", thrown.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task What_is_no_id_leads_to_no_other_address(string id)
    {
        using var played = new PlayedBridge().Then(HttpStatusCode.OK, "{}");
        using var bridge = played.Bridge();
        var admin = bridge.Administration;
        Func<Task>[] calls =
        [
            () => bridge.GetCommandAsync(id, cancel: Cancel), () => bridge.CancelAsync(id, Cancel), () => admin.DeleteSellerAsync(id, Cancel),
            () => admin.RevokeBrowserAsync(id, Cancel), () => admin.RenameBrowserAsync(id, "x", Cancel), () => admin.RevokeTokenAsync(id, Cancel),
            () => admin.RotateTokenAsync(id, Cancel), () => admin.GetPairingAsync(id, Cancel), () => admin.PauseLaneAsync(id, "www.vinted.fr", Cancel),
            () => admin.ResumeLaneAsync("anna", id, Cancel),
        ];

        foreach (var call in calls) Assert.Equal(ErrorCode.InvalidRequest, (await Assert.ThrowsAsync<RefusedException>(call)).Code);
        Assert.Empty(played.Calls);
    }

    [Fact]
    public async Task A_limit_of_the_site_calls_nobody_and_says_how_long()
    {
        const string limit = """{"type":"about:blank","title":"The lane is paused","status":503,"detail":"Slow down.","code":"lane_paused","success":false,"until":"2026-01-01T00:00:30Z"}""";
        using var played = new PlayedBridge().Then(HttpStatusCode.ServiceUnavailable, limit, "application/problem+json", retryAfter: 30);
        using var bridge = played.Bridge();

        // The very type: who catches the one that needs a person does not get this one.
        var thrown = await Assert.ThrowsAsync<StoFlowException>(() => bridge.ExecuteAsync(Write, cancel: Cancel));

        Assert.Equal((ErrorCode.LanePaused, TimeSpan.FromSeconds(30), new DateTimeOffset(2026, 1, 1, 0, 0, 30, TimeSpan.Zero)), (thrown.Code, thrown.RetryAfter, thrown.Until));
        Assert.Single(played.Calls);
    }

    [Fact]
    public async Task A_write_is_repeated_with_the_same_key_when_the_connection_breaks()
    {
        using var played = new PlayedBridge().ThenBreak(HttpRequestError.ResponseEnded).ThenBreak(HttpRequestError.ResponseEnded).ThenSite("{}");
        using var bridge = played.Bridge();

        // A break before any contact is repeated twice at most.
        var answer = await played.Time.RunAsync(bridge.ExecuteAsync(Write, cancel: Cancel), Pauses);
        Assert.True(answer.Success);
        Assert.Equal(3, played.Calls.Count);
        Assert.NotNull(played.Calls[0].Key);
        Assert.Single(played.Calls.Select(call => (call.Key, call.Body)).Distinct());
        Assert.All(played.Calls, call => Assert.Equal("Bearer secret-token", call.Token));
    }

    [Theory]
    [InlineData(CommandAction.Request)]
    [InlineData(CommandAction.Batch)]
    public async Task An_answer_is_waited_for_as_long_as_the_bridge_gives_the_command(string action)
    {
        using var played = new PlayedBridge();
        played.Then(() =>
        {
            played.Time.Advance(TimeSpan.FromMinutes(4));
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("""{"success":true,"command_id":"cmd-1","duration_ms":240000}""") };
        });
        using var bridge = played.Bridge();

        // Without a time of the command the one that a request asks for is its time.
        var slow = new RequestBody(Url, "POST", Timeout: 300_000);
        var request = action == CommandAction.Request ? new ExecuteRequest(action, Request: slow) : new ExecuteRequest(action, Requests: [new RequestBody(Url), slow]);
        Assert.Equal("cmd-1", (await bridge.ExecuteAsync(request, cancel: Cancel)).CommandId);
    }

    [Fact]
    public async Task The_callers_key_is_sent_and_reads_have_none()
    {
        using var played = new PlayedBridge().ThenSite("{}");
        using var bridge = played.Bridge();
        await bridge.ExecuteAsync(Write, "~ mine, of 2026!", Cancel);
        await bridge.ExecuteAsync(Read, cancel: Cancel);
        Assert.Equal("~ mine, of 2026!", played.Calls[0].Key);
        Assert.Null(played.Calls[1].Key);
    }

    [Fact]
    public async Task A_bridge_that_was_never_there_is_reported_soon()
    {
        using var played = new PlayedBridge().ThenBreak(HttpRequestError.ConnectionError);
        using var bridge = played.Bridge();
        var thrown = await Assert.ThrowsAsync<StoFlowException>(() => played.Time.RunAsync(bridge.ExecuteAsync(Write, cancel: Cancel), Pauses));
        Assert.Equal(ClientErrorCode.BridgeUnreachable, thrown.Code);
        Assert.Equal(3, played.Calls.Count);
    }

    [Fact]
    public async Task A_line_that_is_cut_the_moment_it_stands_is_one_that_never_stood()
    {
        using var played = new PlayedBridge().ThenCut().ThenSite("{}").ThenCut();
        using var bridge = played.Bridge();
        Assert.True((await played.Time.RunAsync(bridge.ExecuteAsync(Write, cancel: Cancel), Pauses)).Success);
        var thrown = await Assert.ThrowsAsync<StoFlowException>(() => played.Time.RunAsync(bridge.ExecuteAsync(Write, cancel: Cancel), Pauses));
        Assert.Equal(ClientErrorCode.BridgeUnreachable, thrown.Code);
    }

    [Fact]
    public async Task A_bridge_that_went_away_is_waited_for()
    {
        using var played = new PlayedBridge().ThenSite("{}");
        for (var i = 0; i < 8; i++) played.ThenBreak(HttpRequestError.ConnectionError);
        played.ThenSite("{}");
        using var bridge = played.Bridge();
        await bridge.ExecuteAsync(Read, cancel: Cancel);
        Assert.True((await played.Time.RunAsync(bridge.ExecuteAsync(Write, cancel: Cancel), Pauses)).Success);
        Assert.Equal(10, played.Calls.Count);
        Assert.True(played.Time.Pauses.Max() <= TimeSpan.FromSeconds(3.5));
    }

    [Fact]
    public async Task A_write_whose_connection_is_lost_for_good_is_of_unknown_outcome()
    {
        using var played = new PlayedBridge().ThenSite("{}").ThenBreak(HttpRequestError.ResponseEnded);
        using var bridge = played.Bridge();
        await bridge.ExecuteAsync(Read, cancel: Cancel);
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => played.Time.RunAsync(bridge.ExecuteAsync(Write, cancel: Cancel), Pauses));
        Assert.Equal(12, played.Calls.Count);
        var read = await Assert.ThrowsAsync<StoFlowException>(() => played.Time.RunAsync(bridge.ExecuteAsync(Read, cancel: Cancel), Pauses));
        Assert.Equal(ClientErrorCode.BridgeUnreachable, read.Code);
    }

    [Fact]
    public async Task Retry_after_is_waited_for_when_it_is_short_and_handed_on_when_it_is_long()
    {
        using var played = new PlayedBridge()
            .ThenProblem(ErrorCode.QueueFull, retryAfter: 2, command: null).ThenSite("{}").ThenProblem(ErrorCode.QueueFull, retryAfter: 60, command: null);
        using var bridge = played.Bridge();
        await played.Time.RunAsync(bridge.ExecuteAsync(Write, cancel: Cancel), Pauses);
        Assert.Equal([TimeSpan.FromSeconds(2)], played.Time.Pauses);
        var full = await Assert.ThrowsAsync<StoFlowException>(() => bridge.ExecuteAsync(Write, cancel: Cancel));
        Assert.Equal(TimeSpan.FromSeconds(60), full.RetryAfter);
        Assert.Equal(3, played.Calls.Count);
    }

    [Theory]
    [InlineData(null, 2)]
    [InlineData("cmd-1", 1)]
    public async Task A_full_disk_is_waited_for_until_there_is_a_command_that_ended_of_it(string? command, int calls)
    {
        using var played = new PlayedBridge().ThenProblem(ErrorCode.StorageUnavailable, command: command).ThenSite("{}");
        using var bridge = played.Bridge();
        var write = played.Time.RunAsync(bridge.ExecuteAsync(Write, cancel: Cancel), Pauses);
        if (command is null) Assert.True((await write).Success);
        else Assert.Equal(command, (await Assert.ThrowsAsync<StoFlowException>(() => write)).CommandId);
        Assert.Equal(calls, played.Calls.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task A_restarting_bridge_behind_a_proxy_is_asked_again(HttpStatusCode status)
    {
        using var played = new PlayedBridge().Then(status, "<h1>down</h1>", "text/html").ThenSite("{}");
        using var bridge = played.Bridge();
        Assert.True((await played.Time.RunAsync(bridge.ExecuteAsync(Write, cancel: Cancel), Pauses)).Success);
        Assert.Equal(2, played.Calls.Count);
    }

    [Theory]
    [InlineData(200, "<html>", "text/html")]
    [InlineData(200, "", "application/json")]
    [InlineData(200, "null", "application/json")]
    [InlineData(200, "{\"success\":tr", "application/json")]
    [InlineData(502, "<h1>down</h1>", "text/html")]
    [InlineData(504, "", "text/plain")]
    [InlineData(500, "{\"message\":\"upstream\"}", "application/json")]
    public async Task A_write_that_is_answered_by_something_else_than_the_bridge_is_of_unknown_outcome(int status, string body, string type)
    {
        using var played = new PlayedBridge().Then((HttpStatusCode)status, body, type);
        using var bridge = played.Bridge();
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => played.Time.RunAsync(bridge.ExecuteAsync(Write, "k", Cancel), Pauses));
        Assert.All(played.Calls, call => Assert.Equal("k", call.Key));
        var read = await Assert.ThrowsAsync<StoFlowException>(() => played.Time.RunAsync(bridge.ExecuteAsync(Read, cancel: Cancel), Pauses));
        Assert.Equal(ClientErrorCode.BridgeAnswer, read.Code);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(404)]
    [InlineData(413)]
    public async Task A_write_that_something_before_the_bridge_refused_went_nowhere(int status)
    {
        using var played = new PlayedBridge().Then((HttpStatusCode)status, "no", "text/plain");
        using var bridge = played.Bridge();
        Assert.Equal(ClientErrorCode.BridgeAnswer, (await Assert.ThrowsAsync<StoFlowException>(() => bridge.ExecuteAsync(Write, cancel: Cancel))).Code);
    }

    [Fact]
    public async Task The_deadline_ends_a_call()
    {
        using var played = new PlayedBridge().ThenSite("{}").ThenBreak(HttpRequestError.ConnectionError);
        using var bridge = played.Bridge();
        await bridge.ExecuteAsync(Read, cancel: Cancel);

        // 1 s and 10 s of grace: the pauses up to 3 s do not all fit.
        var thrown = await Assert.ThrowsAsync<StoFlowException>(() => played.Time.RunAsync(bridge.ExecuteAsync(Read with { TimeoutMs = 1_000 }, cancel: Cancel), Pauses));
        Assert.Equal(ClientErrorCode.BridgeUnreachable, thrown.Code);
        Assert.InRange(played.Calls.Count, 3, 10);
    }

    [Fact]
    public async Task What_is_no_bridge_is_told()
    {
        using var played = new PlayedBridge().Then(HttpStatusCode.OK, "<html>", "text/html").Then(HttpStatusCode.NotFound, "no", "text/plain");
        using var bridge = played.Bridge();
        Assert.Equal(ClientErrorCode.BridgeAnswer, (await Assert.ThrowsAsync<StoFlowException>(() => bridge.HealthAsync(Cancel))).Code);
        Assert.Equal(ClientErrorCode.BridgeAnswer, (await Assert.ThrowsAsync<StoFlowException>(() => bridge.HealthAsync(Cancel))).Code);
    }

    [Fact]
    public async Task An_upload_is_sent_again_from_where_it_began()
    {
        using var played = new PlayedBridge()
            .ThenBreak(HttpRequestError.ResponseEnded)
            .Then(HttpStatusCode.OK, """{"upload_id":"u1","size":3,"sha256":"00"}""");
        using var bridge = played.Bridge();
        using var stream = new MemoryStream("xabc"u8.ToArray()) { Position = 1 };
        var upload = await played.Time.RunAsync(bridge.UploadAsync(stream, cancel: Cancel), Pauses);
        Assert.Equal("u1", upload.UploadId);
        Assert.Equal("abc abc", string.Join(' ', played.Calls.Select(call => call.Body)));
        Assert.True(stream.CanRead);
    }

    [Fact]
    public async Task An_upload_that_cannot_begin_anew_is_sent_once()
    {
        using var played = new PlayedBridge().ThenBreak(HttpRequestError.ResponseEnded);
        using var bridge = played.Bridge();
        await using var stream = new System.IO.Compression.GZipStream(new MemoryStream([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]), System.IO.Compression.CompressionMode.Decompress);
        Assert.False(stream.CanSeek);
        await Assert.ThrowsAsync<StoFlowException>(() => played.Time.RunAsync(bridge.UploadAsync(stream, cancel: Cancel), Pauses));
        Assert.Single(played.Calls);
    }

    [Fact]
    public async Task Events_come_one_by_one()
    {
        using var played = new PlayedBridge().Then(
            HttpStatusCode.OK,
            ": hello\n\nevent: command\ndata: {\"kind\":\"command\",\"at\":\"2026-01-01T00:00:00Z\",\"seller\":\"demo\",\"command_id\":\"c1\",\"state\":\"done\"}\n\n"
            + "data: {\"kind\":\"browser\",\"at\":\"2026-01-01T00:00:01Z\",\"seller\":\"demo\",\"online\":false}\n\n",
            "text/event-stream");
        using var bridge = played.Bridge();
        var events = await bridge.EventsAsync("demo", Cancel).ToListAsync(Cancel);
        Assert.Equal([("command", CommandState.Done), ("browser", (CommandState?)null)], events.Select(one => (one.Kind, one.State)));
        Assert.Equal("/api/events?seller=demo", played.Calls[0].Path);
    }

    [Fact]
    public async Task A_broken_event_stream_goes_on_after_the_last_event()
    {
        using var played = new PlayedBridge()
            .Then(() => Stream("id: r-1\nevent: lane\ndata: {\"kind\":\"lane\",\"at\":\"2026-01-01T00:00:00Z\",\"seller\":\"a\"}\n\nid: r-2\nevent: la", "r-0"))
            .Then(() => Stream("", "r-1"))
            .Then(() => Stream("id: r-2\nevent: lane\ndata: {\"kind\":\"lane\",\"at\":\"2026-01-01T00:00:00Z\",\"seller\":\"b\"}\n\n", "r-1"))
            .ThenProblem(ErrorCode.Forbidden);
        using var bridge = played.Bridge();
        var heard = new List<string>();

        var refused = await Assert.ThrowsAsync<RefusedException>(() => played.Time.RunAsync(HearAsync(), TimeSpan.FromSeconds(5)));

        Assert.Equal(ErrorCode.Forbidden, refused.Code);
        Assert.Equal(["a", "b"], heard);
        Assert.Equal(["/api/events", "/api/events?after=r-1", "/api/events?after=r-1", "/api/events?after=r-2"], played.Calls.Select(call => call.Path));

        async Task<bool> HearAsync()
        {
            await foreach (var one in bridge.EventsAsync(cancel: Cancel)) heard.Add(one.Seller);
            return true;
        }

        static HttpResponseMessage Stream(string text, string start) => new(HttpStatusCode.OK) { Content = new StringContent(text), Headers = { { "Last-Event-ID", start } } };
    }

    [Theory]
    [InlineData("event: dropped\ndata: {\"code\":\"rate_limited\",\"detail\":\"Read faster.\"}\n\n", ErrorCode.RateLimited)]
    [InlineData("event: dropped\ndata: {\"code\":\"not_found\",\"detail\":\"Gone.\"}\n\n", ErrorCode.NotFound)]
    [InlineData("event: command\ndata: {\"kind\":\n\n", ClientErrorCode.BridgeAnswer)]
    public async Task An_event_stream_that_cannot_go_on_says_why(string stream, string code)
    {
        using var played = new PlayedBridge().Then(HttpStatusCode.OK, stream, "text/event-stream");
        using var bridge = played.Bridge();
        var thrown = await Assert.ThrowsAsync<StoFlowException>(() => bridge.EventsAsync(cancel: Cancel).ToListAsync(Cancel).AsTask());
        Assert.Equal(code, thrown.Code);
    }

    [Fact]
    public async Task A_silent_event_stream_is_a_broken_one()
    {
        var pipe = new System.IO.Pipelines.Pipe();
        using var played = new PlayedBridge().Then(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(pipe.Reader.AsStream()) });
        using var bridge = played.Bridge();
        var reading = bridge.EventsAsync(cancel: Cancel).ToListAsync(Cancel).AsTask();
        var thrown = await Assert.ThrowsAsync<StoFlowException>(() => played.Time.RunAsync(reading, TimeSpan.FromMinutes(1)));
        Assert.Equal(ClientErrorCode.BridgeUnreachable, thrown.Code);
        Assert.Equal(TimeSpan.FromSeconds(50), played.Time.Pauses[^1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" a")]
    [InlineData("a ")]
    [InlineData("a\tb")]
    [InlineData("clé")]
    public async Task A_key_that_could_not_travel_is_refused(string key)
    {
        using var played = new PlayedBridge().ThenSite("{}");
        using var bridge = played.Bridge();
        var refused = await Assert.ThrowsAsync<RefusedException>(() => bridge.ExecuteAsync(Write, key, Cancel));
        Assert.Equal("Idempotency-Key", refused.Field);
        Assert.Empty(played.Calls);
    }

    [Fact]
    public async Task A_read_that_a_stopping_bridge_cut_off_is_asked_again_and_a_real_timeout_is_not()
    {
        using var played = new PlayedBridge().ThenProblem(ErrorCode.Timeout).ThenSite("{}");
        using var bridge = played.Bridge();
        Assert.True((await played.Time.RunAsync(bridge.ExecuteAsync(Read, cancel: Cancel), Pauses)).Success);

        using var late = new PlayedBridge();
        late.Then(() =>
        {
            late.Time.Advance(TimeSpan.FromSeconds(30));
            return new HttpResponseMessage(HttpStatusCode.GatewayTimeout)
            {
                Content = new StringContent("""{"type":"x","title":"x","status":504,"detail":"late","code":"timeout"}""", System.Text.Encoding.UTF8, "application/problem+json"),
            };
        });
        using var other = late.Bridge();
        await Assert.ThrowsAsync<StoFlowException>(() => late.Time.RunAsync(other.ExecuteAsync(Read, cancel: Cancel), Pauses));
        Assert.Single(late.Calls);
    }

    [Fact]
    public async Task Administration_calls_their_routes()
    {
        using var played = new PlayedBridge().Then(HttpStatusCode.NoContent, "");
        using var bridge = played.Bridge();
        await bridge.Administration.DeleteSellerAsync("a b", Cancel);
        await bridge.Administration.RevokeTokenAsync("t1", Cancel);
        await bridge.Administration.PauseLaneAsync("demo", "www.vinted.fr", Cancel);
        await bridge.Administration.ResumeLaneAsync("demo", "www.vinted.fr", Cancel);
        await bridge.CancelAsync("c1", Cancel);
        string[] routes =
            ["DELETE /api/sellers/a%20b", "DELETE /api/tokens/t1", "POST /api/lanes/demo/www.vinted.fr/pause", "POST /api/lanes/demo/www.vinted.fr/resume", "POST /api/commands/c1/cancel"];
        Assert.Equal(string.Join('\n', routes), string.Join('\n', played.Calls.Select(call => $"{call.Method} {call.Path}")));
    }

    [Theory]
    [InlineData("http://bridge.example:8000")]
    [InlineData("ftp://localhost")]
    [InlineData("localhost")]
    [InlineData(null)]
    public void An_address_that_would_not_do_is_refused(string? url) => Assert.Throws<ArgumentException>(() => new BridgeClient(url!, "secret-token"));

    [Fact]
    public void Wrong_options_are_told_all_at_once()
    {
        var wrong = Assert.Throws<ArgumentException>(() => new VintedProxyClient(options: new VintedClientOptions { PageSize = 0, Site = "www.example.com", Timeout = TimeSpan.Zero }));
        Assert.Contains("PageSize", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("Site", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("Timeout", wrong.Message, StringComparison.Ordinal);
        var bridge = new BridgeClientOptions { MaxRetries = 51, RetryDelay = TimeSpan.FromSeconds(-1), MaxRetryDelay = TimeSpan.FromDays(2), Grace = TimeSpan.FromSeconds(-1) };
        wrong = Assert.Throws<ArgumentException>(() => new BridgeClient("http://localhost:8000", null, bridge));
        foreach (var name in new[] { "MaxRetries", "RetryDelay", "MaxRetryDelay", "Grace" }) Assert.Contains($" {name}:", wrong.Message, StringComparison.Ordinal);
    }
}
