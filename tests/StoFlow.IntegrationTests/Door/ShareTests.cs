using System.Net;
using StoFlow.Bridge;
using StoFlow.IntegrationTests.Bridge;

namespace StoFlow.IntegrationTests.Door;

/// <summary>One back end takes all that it gets; another seller's is served all the same.</summary>
public sealed class ShareTests
{
    private static CancellationToken Ct => TestBridge.Ct;

    [Fact]
    public async Task Event_readers_of_one_token_leave_room_for_another()
    {
        await using var bridge = await StartAsync(new LimitOptions { EventReaders = 8 });
        using var greedy = bridge.Client((await bridge.TokenAsync("read", "anna")).Token);
        using var other = bridge.Client((await bridge.TokenAsync("read", "bert")).Token);
        var open = new List<HttpResponseMessage>();
        HttpResponseMessage last;
        while ((last = await FollowAsync(greedy)).StatusCode == HttpStatusCode.OK) open.Add(last);

        (await Reply.ReadAsync(last)).IsProblem(429, "rate_limited");
        Assert.NotNull(last.Headers.RetryAfter);
        using (var served = await FollowAsync(other)) Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        foreach (var one in open.Take(4)) one.Dispose();
        await Eventually.TrueAsync(
            async () =>
            {
                using var again = await FollowAsync(greedy);
                return again.StatusCode == HttpStatusCode.OK;
            },
            "what it ended makes room for it");
        foreach (var one in open.Append(last)) one.Dispose();
    }

    [Fact]
    public async Task Commands_of_one_seller_leave_room_for_another()
    {
        await using var bridge = await StartAsync(new LimitOptions { LiveCommands = 12 });
        await bridge.PairAsync("anna");
        await bridge.PairAsync("bert");
        var ids = new List<string>();
        Reply last;
        while ((last = await QueueAsync(bridge, "anna")).Status == HttpStatusCode.Accepted) ids.Add(last.Id);

        last.IsProblem(429, "queue_full");
        Assert.NotNull(last.RetryAfter);
        Assert.InRange(ids.Count, 9, 11);
        Assert.Equal(HttpStatusCode.Accepted, (await QueueAsync(bridge, "bert")).Status);
        foreach (var id in ids.Take(4)) await bridge.SendAsync($"/api/commands/{id}/cancel", "");
        Assert.Equal(HttpStatusCode.Accepted, (await QueueAsync(bridge, "anna")).Status);
    }

    [Fact]
    public async Task Large_commands_that_wait_are_held_by_their_bytes()
    {
        await using var bridge = await StartAsync(new LimitOptions { MaxBodyBytes = 65_536, LiveBytes = 131_072 });
        await bridge.PairAsync("anna");
        await bridge.PairAsync("bert");
        var ids = new List<string>();
        Reply last;
        while ((last = await QueueAsync(bridge, "anna", 10_000)).Status == HttpStatusCode.Accepted) ids.Add(last.Id);

        last.IsProblem(429, "queue_full");
        Assert.InRange(ids.Count, 8, 9);
        Assert.Equal(HttpStatusCode.Accepted, (await QueueAsync(bridge, "bert", 10_000)).Status);
        foreach (var id in ids.Take(2)) await bridge.SendAsync($"/api/commands/{id}/cancel", "");
        Assert.Equal(HttpStatusCode.Accepted, (await QueueAsync(bridge, "anna", 10_000)).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Uploads_of_one_seller_leave_room_for_another(bool announced)
    {
        await using var bridge = await StartAsync(new LimitOptions { MaxUploadBytes = 1_024, AllUploadBytes = 12_288 });
        using var greedy = bridge.Client((await bridge.TokenAsync("write", "anna")).Token);
        using var other = bridge.Client((await bridge.TokenAsync("write", "bert")).Token);
        var taken = 0;
        HttpResponseMessage last;
        while ((last = await UploadAsync(greedy, announced)).StatusCode == HttpStatusCode.Created) taken++;

        (await Reply.ReadAsync(last)).IsProblem(429, "rate_limited");
        Assert.NotNull(last.Headers.RetryAfter);
        Assert.InRange(taken, 9, 11);
        Assert.Equal(HttpStatusCode.Created, (await UploadAsync(other, announced)).StatusCode);
    }

    private static Task<TestBridge> StartAsync(LimitOptions limits) => TestBridge.StartAsync(folder => TestBridge.Options(folder, limits: limits));

    private static Task<HttpResponseMessage> FollowAsync(HttpClient client) => client.KnockAsync("GET", "/api/events");

    private static Task<Reply> QueueAsync(TestBridge bridge, string seller) => bridge.QueueAsync(new { action = "PING", seller });

    private static Task<Reply> QueueAsync(TestBridge bridge, string seller, int bytes) => bridge.QueueAsync(
        new { action = "EXECUTE_HTTP_REQUEST", seller, request = new { url = "https://www.vinted.fr/api/v2/items/1", method = "PUT", body = new string('x', bytes) } });

    private static Task<HttpResponseMessage> UploadAsync(HttpClient client, bool announced) => announced
        ? client.KnockAsync("POST", "/api/uploads", new { size = 1_024, sha256 = new string('a', 64) })
        : client.KnockAsync("POST", "/api/uploads", new ByteArrayContent(new byte[1_024]) { Headers = { ContentType = new("application/octet-stream") } });
}
