using System.Diagnostics;
using System.Text;
using StoFlow.Harness.FakePlugins;
using StoFlow.Harness.Secrets;
using StoFlow.IntegrationTests.Bridge;
using StoFlow.Protocol;
using StoFlow.Protocol.Wire;

namespace StoFlow.IntegrationTests.Door;

/// <summary>Secrets planted in every place that a caller, a browser and the site can put one, looked for in everything that the bridge says by itself.</summary>
public sealed class SecretTests
{
    private const string Csrf = "75f6c9fa-planted-csrf-0001";
    private const string Cookie = "planted-cookie-0002";
    private const string Password = "planted-password-0003";
    private const string Email = "planted.person@mail.example";
    private const string Query = "planted-query-0004";
    private const string Stray = "planted-stray-0005";
    private const string Answer = "planted-answer-0006";

    private static CancellationToken Ct => TestBridge.Ct;

    [Fact]
    public async Task What_passes_through_is_said_nowhere_else()
    {
        await using var bridge = await Visitor.BridgeAsync();
        Plant(bridge.Secrets);
        using var traces = Listen(bridge.Secrets);
        var plugin = await bridge.ConnectAsync("anna");
        var code = (await bridge.SendAsync("/api/pairings", new { seller = "anna" })).Text("code")!;
        bridge.Secrets.Plant("a pairing code", code);
        plugin.Site = (_, _) => Task.FromResult(FakeAnswers.Json($$"""{"email":"{{Email}}","csrf_token":"{{Answer}}"}"""));
        using var stranger = bridge.Client();

        var url = $"https://www.vinted.fr/api/v2/users?token={Query}";
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-CSRF-Token"] = Csrf };
        foreach (var method in new[] { "GET", "PUT" })
            await bridge.ExecuteAsync(new
            {
                action = "EXECUTE_HTTP_REQUEST", seller = "anna",
                request = new { url, method, headers, body = method == "GET" ? null : new { password = Password, email = Email } },
            });
        (await bridge.ExecuteAsync(new
        {
            action = "EXECUTE_HTTP_REQUEST", seller = "anna", request = new { url, headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Cookie"] = Cookie } },
        })).IsProblem(400, ErrorCode.InvalidRequest);
        await bridge.SendAsync("/api/plugin/execute", $$"""{"action":"EXECUTE_HTTP_REQUEST","seller":"anna","request":{"url":{{{Password}}}""");
        await stranger.SayAsync("GET", $"/api/me?token={Query}", null, ("Authorization", $"Bearer {Stray}"), ("Cookie", $"session={Cookie}"));
        await stranger.SayAsync("POST", "/api/tokens", new { name = Password }, ("Authorization", $"Basic {Stray}"));
        await plugin.SendFrameAsync(Encoding.UTF8.GetBytes($$"""{"type":"result","id":"x","outcome":{{{Answer}}}"""), text: true, Ct);
        await plugin.Disconnected.WaitAsync(TimeSpan.FromSeconds(10), Ct);

        foreach (var path in new[] { "/api/audit?limit=500", "/metrics", "/api/plugin/status", "/api/doctor", "/api/tokens", "/api/browsers", "/openapi/v1.json" })
            bridge.Secrets.Hear(path, (await bridge.Http.SayAsync("GET", path)).Text);
        Assert.Empty(bridge.Secrets.Heard);
    }

    [Fact]
    public async Task A_refusal_does_not_repeat_the_secret_it_refuses()
    {
        await using var bridge = await Visitor.BridgeAsync();
        Plant(bridge.Secrets);
        await bridge.ConnectAsync("anna");
        foreach (var body in new[]
        {
            $$"""{"action":"{{Password}}","seller":"anna"}""",
            $$"""{"action":"PING","seller":"{{Stray}}"}""",
            $$"""{"action":"PING","seller":"anna","site":"{{Stray}}"}""",
            $$"""{"action":"PING","seller":"anna","timeout_ms":"{{Password}}"}""",
            $$$"""{"action":"EXECUTE_HTTP_REQUEST","seller":"anna","request":{"url":"https://{{{Password}}}@www.vinted.fr/api/v2/x"}}""",
            $$$"""{"action":"EXECUTE_HTTP_REQUEST","seller":"anna","request":{"url":"https://www.vinted.fr/api/v2/x#{{{Query}}}"}}""",
            $$$"""{"action":"EXECUTE_HTTP_REQUEST","seller":"anna","request":{"url":"https://www.vinted.fr/x?{{{Query}}}"}}""",
            $$$$"""{"action":"EXECUTE_HTTP_REQUEST","seller":"anna","request":{"url":"https://www.vinted.fr/api/v2/x","headers":{"Cookie":"{{{{Cookie}}}}"}}}""",
            $$$$"""{"action":"EXECUTE_HTTP_REQUEST","seller":"anna","request":{"url":"https://www.vinted.fr/api/v2/x","headers":{"X-CSRF-Token":"{{{{Csrf}}}}\n"}}}""",
            $$"""{{{Password}}""",
        })
        {
            var reply = await bridge.SendAsync("/api/plugin/execute", body);

            Assert.Equal(400, (int)reply.Status / 100 * 100);
            bridge.Secrets.Hear($"the answer to {body}", reply.Json.GetRawText());
        }

        Assert.Empty(bridge.Secrets.Heard);
    }

    [Fact]
    public void The_watch_hears_what_is_planted_and_every_token()
    {
        var watch = new SecretWatch().Plant("the cookie", Cookie);
        watch.Hear("a log", $"Cookie: {Cookie}");
        watch.Hear("a log", "with stf_AbCdEf0123456789AbCdEf0123456789AbCdEf01234");
        watch.Hear("another log", "nothing");

        Assert.Equal(["the cookie in a log", "a token of the bridge in a log"], watch.Heard);
        Assert.DoesNotContain(Cookie, Assert.Throws<SecretHeardException>(watch.Verify).Message, StringComparison.Ordinal);
    }

    private static void Plant(SecretWatch watch) => watch
        .Plant("the CSRF token", Csrf).Plant("the cookie", Cookie).Plant("the password", Password).Plant("the e-mail address", Email)
        .Plant("the query", Query).Plant("the stray credential", Stray).Plant("the site's answer", Answer);

    private static ActivityListener Listen(SecretWatch watch)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.Source.Name.StartsWith("StoFlow", StringComparison.Ordinal))
                    watch.Hear("a trace", $"{activity.DisplayName} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Events.SelectMany(e => e.Tags))}");
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
