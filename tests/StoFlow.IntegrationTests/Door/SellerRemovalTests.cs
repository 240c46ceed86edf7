using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using StoFlow.Bridge.Lanes;
using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Storage;
using StoFlow.Harness.FakePlugins;
using StoFlow.IntegrationTests.Bridge;

namespace StoFlow.IntegrationTests.Door;

/// <summary>A seller who goes leaves nothing that a later one of the same name would take over.</summary>
public sealed class SellerRemovalTests : IAsyncLifetime
{
    private TestBridge _bridge = null!;

    private static CancellationToken Ct => TestBridge.Ct;

    public async ValueTask InitializeAsync() => _bridge = await Visitor.BridgeAsync();

    public ValueTask DisposeAsync() => _bridge.DisposeAsync();

    [Fact]
    public async Task What_waited_is_cancelled_and_runs_in_no_later_browser()
    {
        await _bridge.ConnectAsync("carl");
        await LaneAsync("pause");
        var old = (await _bridge.QueueAsync(Write(1))).Id;
        var read = (await _bridge.QueueAsync(new { action = "GET_USER_DATA", seller = "carl", site = "www.vinted.fr", timeout_ms = 600_000 })).Id;

        await RemoveAsync();

        Assert.Equal("cancelled", await StateAsync(old));
        Assert.Equal("cancelled", await StateAsync(read));
        Assert.DoesNotContain("carl", (await _bridge.GetAsync("/api/lanes")).Json.GetRawText(), StringComparison.Ordinal);
        var line = (await _bridge.GetAsync("/api/audit?seller=carl")).Json.GetProperty("entries").EnumerateArray()
            .Single(entry => entry.GetProperty("subject").GetString()?.StartsWith(old, StringComparison.Ordinal) == true);
        Assert.Equal(("command.ended", "cancelled"), (line.GetProperty("what").GetString(), line.GetProperty("outcome").GetString()));

        var later = await _bridge.ConnectAsync("carl");
        await LaneAsync("resume");
        var fresh = (await _bridge.QueueAsync(Write(2))).Id;
        Assert.Equal("done", (await _bridge.EndOfAsync(fresh)).GetProperty("state").GetString());
        Assert.Equal(fresh, Assert.Single(later.Commands).Id);
    }

    [Fact]
    public async Task Nothing_of_it_comes_back_with_a_restart()
    {
        await _bridge.PairAsync("carl");
        await LaneAsync("pause");
        var old = (await _bridge.QueueAsync(Write(1))).Id;
        await RemoveAsync();

        await _bridge.RestartAsync();

        Assert.Equal("cancelled", await StateAsync(old));
        Assert.Empty((await _bridge.GetAsync("/api/lanes")).Json.GetProperty("lanes").EnumerateArray());
        Assert.Empty((await _bridge.GetAsync("/api/sellers")).Json.GetProperty("sellers").EnumerateArray());
        var later = await _bridge.ConnectAsync("carl");
        Assert.Equal(HttpStatusCode.OK, (await _bridge.ExecuteAsync(Write(2))).Status);
        Assert.DoesNotContain(later.Commands, command => command.Id == old);
    }

    [Fact]
    public async Task Uploads_that_only_its_commands_could_use_go_and_others_stay()
    {
        await _bridge.PairAsync("carl");
        await _bridge.PairAsync("anna");
        await UploadAsync("?seller=carl");
        await _bridge.QueueAsync(Write(1));
        var kept = new[] { await UploadAsync("?seller=anna"), await UploadAsync("") };

        await RemoveAsync();

        Assert.Equal(kept.Order(StringComparer.Ordinal), Directory.EnumerateFiles(Path.Combine(_bridge.Folder, "uploads")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        async Task<string> UploadAsync(string query)
        {
            using var photo = new ByteArrayContent([1, 2, 3]);
            photo.Headers.ContentType = new("image/jpeg");
            using var answer = await _bridge.Http.PostAsync($"/api/uploads{query}", photo, Ct);
            return (await Reply.ReadAsync(answer)).Text("upload_id")!;
        }
    }

    [Fact]
    public async Task A_write_that_runs_ends_as_unknown_for_its_browser_is_cut_off()
    {
        var plugin = await _bridge.ConnectAsync("carl");
        var hold = new TaskCompletionSource();
        plugin.Site = async (_, ct) =>
        {
            await hold.Task.WaitAsync(ct);
            return FakeAnswers.Json("{}");
        };
        var running = (await _bridge.QueueAsync(Write(1))).Id;
        await _bridge.StateAsync(running, "running");
        var waiting = (await _bridge.QueueAsync(Write(2))).Id;

        await RemoveAsync();

        Assert.Equal("unknown", await StateAsync(running));
        Assert.Equal("cancelled", await StateAsync(waiting));
        hold.SetResult();
    }

    [Fact]
    public async Task A_caller_on_the_line_hears_that_its_command_was_cancelled()
    {
        var plugin = await _bridge.ConnectAsync("carl");
        var begun = new TaskCompletionSource();
        plugin.Site = async (_, ct) =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, ct);
            return FakeAnswers.Json("{}");
        };
        var read = _bridge.ExecuteAsync(new { action = "EXECUTE_HTTP_REQUEST", seller = "carl", request = new { url = "https://www.vinted.fr/api/v2/users/current" } });
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(10), Ct);

        await RemoveAsync();

        (await read).IsProblem(409, "cancelled");
    }

    [Fact]
    public async Task A_command_that_is_being_recorded_while_the_seller_leaves_goes_along()
    {
        await _bridge.SendAsync("/api/sellers", new { name = "carl" });
        var lanes = _bridge.Host.Services.GetRequiredService<LaneBook>();
        Task<Reply> queued;
        Task removing;
        using (await HoldDiskAsync())
        {
            queued = _bridge.QueueAsync(Write(1));
            await Eventually.TrueAsync(() => lanes.All.Any(lane => lane.Key.Seller == "carl"), "it is on its way to the disk");
            removing = RemoveAsync();
            await Task.Delay(100, Ct);
        }

        await removing;
        var id = (await queued).Id;

        Assert.Equal("cancelled", await StateAsync(id));
        Assert.DoesNotContain("carl", (await _bridge.GetAsync("/api/lanes")).Json.GetRawText(), StringComparison.Ordinal);
        var later = await _bridge.ConnectAsync("carl");
        Assert.Equal(HttpStatusCode.OK, (await _bridge.ExecuteAsync(Write(2))).Status);
        Assert.DoesNotContain(later.Commands, command => command.Id == id);
    }

    [Fact]
    public async Task A_browser_that_is_being_paired_while_the_seller_leaves_is_none_of_the_later_one_s()
    {
        var made = await _bridge.SendAsync("/api/pairings", new { seller = "carl" });
        Task pairing;
        Task removing;
        using (await HoldDiskAsync())
        {
            pairing = FakePairing.PairAsync(_bridge.Url, made.Text("code")!, "laptop", Ct);
            var waiting = _bridge.Host.Services.GetRequiredService<PairingBook>();
            await Eventually.TrueAsync(() => waiting.Find(PairingCode.Read(made.Text("code")!)!) is null, "the code is taken");
            removing = RemoveAsync();
            await Task.Delay(100, Ct);
        }

        await removing;
        await Task.WhenAny(pairing);
        await _bridge.SendAsync("/api/sellers", new { name = "carl" });

        Assert.Empty((await _bridge.GetAsync("/api/browsers")).Json.GetProperty("browsers").EnumerateArray());
    }

    [Fact]
    public async Task A_call_whose_body_outlasts_the_seller_is_none_of_the_later_one_s()
    {
        await _bridge.PairAsync("carl");
        await _bridge.PairAsync("dora");
        var both = await _bridge.TokenAsync("write", "carl", "dora");
        const string body = """{"action":"EXECUTE_HTTP_REQUEST","seller":"carl","request":{"url":"https://www.vinted.fr/api/v2/items/1","method":"DELETE"}}""";
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, _bridge.Url.Port, Ct);
        var line = tcp.GetStream();
        await line.WriteAsync(
            Encoding.ASCII.GetBytes($"POST /api/commands HTTP/1.1\r\nHost: 127.0.0.1:{_bridge.Url.Port}\r\nAuthorization: Bearer {both.Token}\r\n"
                + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body[..20]}"),
            Ct);
        await Eventually.TrueAsync(
            async () => (await _bridge.GetAsync("/api/tokens")).Json.GetProperty("tokens").EnumerateArray()
                .Any(token => token.GetProperty("id").GetString() == both.View.Id && token.TryGetProperty("last_used_at", out _)),
            "the call has begun");

        await RemoveAsync();
        var later = await _bridge.ConnectAsync("carl");
        await line.WriteAsync(Encoding.ASCII.GetBytes(body[20..]), Ct);

        Assert.StartsWith("HTTP/1.1 403", await RawCall.ListenAsync(line), StringComparison.Ordinal);
        Assert.Empty(later.Commands);
    }

    [Fact]
    public async Task A_later_one_of_the_name_sees_nothing_of_it_and_its_keys_are_free()
    {
        await _bridge.ConnectAsync("carl");
        var done = (await _bridge.ExecuteAsync(Write(1), "key-1")).Json.GetProperty("command_id").GetString()!;
        var read = (await _bridge.QueueAsync(new { action = "GET_USER_DATA", seller = "carl", site = "www.vinted.fr" })).Id;
        await _bridge.EndOfAsync(read);
        await LaneAsync("pause");
        var cancelled = (await _bridge.QueueAsync(Write(2), "key-2")).Id;

        await RemoveAsync();
        // Its last line and the first of the later one are told apart by their milliseconds.
        await Task.Delay(10, Ct);
        var later = await _bridge.ConnectAsync("carl");
        var made = await _bridge.TokenAsync("read", "carl");

        for (var restarts = 0; restarts < 2; restarts++)
        {
            using var hers = _bridge.Client(made.Token);
            Assert.DoesNotContain(done, (await hers.SayAsync("GET", "/api/commands")).Text, StringComparison.Ordinal);
            foreach (var id in new[] { done, read, cancelled }) Assert.Equal(404, await StatusAsync(made.Token, $"/api/commands/{id}"));
            var audit = (await hers.SayAsync("GET", "/api/audit")).Text;
            Assert.DoesNotContain(done, audit, StringComparison.Ordinal);
            Assert.DoesNotContain("seller.removed", audit, StringComparison.Ordinal);
            Assert.Contains("seller.made", audit, StringComparison.Ordinal);
            if (restarts == 0) await _bridge.RestartAsync();
        }

        // The operator still finds all of it.
        Assert.Equal("done", await StateAsync(done));
        Assert.Equal("cancelled", await StateAsync(cancelled));
        Assert.StartsWith("carl (removed ", (await _bridge.GetAsync($"/api/commands/{done}")).Text("seller"), StringComparison.Ordinal);
        Assert.Contains(done, (await _bridge.GetAsync("/api/audit?seller=carl")).Json.GetRawText(), StringComparison.Ordinal);
        var again = _bridge.Plugin(later.Identity);
        await again.ConnectAsync(_bridge.Url, Ct);
        await _bridge.ReadyAsync(again);
        Assert.Equal(HttpStatusCode.OK, (await _bridge.ExecuteAsync(Write(1), "key-1")).Status);
        Assert.Single(again.Commands);
    }

    [Fact]
    public async Task Its_tokens_end_and_others_lose_its_name()
    {
        await _bridge.PairAsync("carl");
        await _bridge.PairAsync("dora");
        var (only, both) = (await _bridge.TokenAsync("write", "carl"), await _bridge.TokenAsync("write", "carl", "dora"));
        using var carls = _bridge.Client(only.Token);
        using var shared = _bridge.Client(both.Token);
        using var stream = await shared.KnockAsync("GET", "/api/events");
        using var events = new StreamReader(await stream.Content.ReadAsStreamAsync(Ct));
        await events.ReadLineAsync(Ct);

        await RemoveAsync();
        await _bridge.PairAsync("carl");

        // The stream was opened for carl's events too: it ends, and its reader comes back with what the token is good for now.
        await events.ReadToEndAsync(Ct).WaitAsync(TimeSpan.FromSeconds(10), Ct);
        for (var restarts = 0; restarts < 2; restarts++)
        {
            Assert.Equal(401, await StatusAsync(only.Token, "/api/me"));
            Assert.Equal(403, await StatusAsync(both.Token, "/api/commands?seller=carl"));
            Assert.Equal(200, await StatusAsync(both.Token, "/api/commands?seller=dora"));
            Assert.Equal("dora", Assert.Single(await SellersAsync(both.View.Id)));
            if (restarts == 0) await _bridge.RestartAsync();
        }

        var lines = (await _bridge.GetAsync("/api/audit?limit=500")).Json.GetProperty("entries").EnumerateArray().Select(entry =>
            $"{entry.GetProperty("what").GetString()} {entry.GetProperty("subject").GetString()}").ToArray();
        Assert.Contains($"token.revoked {only.View.Id} {only.View.Name}", lines);
        Assert.Contains($"token.narrowed {both.View.Id} {both.View.Name}", lines);
    }

    [Fact]
    public async Task A_token_that_names_its_seller_alone_may_take_it_off_and_is_answered()
    {
        await _bridge.PairAsync("carl");
        var made = await _bridge.TokenAsync("admin", "carl");
        using var client = _bridge.Client(made.Token);

        Assert.Equal(204, (await client.SayAsync("DELETE", "/api/sellers/carl")).Status);

        Assert.Equal(401, await StatusAsync(made.Token, "/api/me"));
    }

    [Fact]
    public async Task Tokens_for_all_sellers_and_what_belongs_to_others_stay()
    {
        await _bridge.ConnectAsync("carl");
        var doras = await _bridge.ConnectAsync("dora");
        await _bridge.SendAsync("/api/lanes/dora/www.vinted.fr/pause", "");
        var hers = (await _bridge.QueueAsync(Write(1, "dora"))).Id;
        var all = await _bridge.TokenAsync("read", "*");

        await RemoveAsync();

        Assert.Equal(200, await StatusAsync(all.Token, "/api/me"));
        Assert.Equal("queued", await StateAsync(hers));
        await _bridge.SendAsync("/api/lanes/dora/www.vinted.fr/resume", "");
        Assert.Equal("done", (await _bridge.EndOfAsync(hers)).GetProperty("state").GetString());
        Assert.False(doras.Disconnected.IsCompleted);
    }

    private async Task<IDisposable> HoldDiskAsync()
    {
        var (held, open) = (new TaskCompletionSource(), new ManualResetEventSlim());
        _ = _bridge.Host.Services.GetRequiredService<SqliteWriter>().WriteAsync(
            _ =>
            {
                held.TrySetResult();
                return open.Wait(TimeSpan.FromSeconds(10));
            },
            Ct);
        await held.Task.WaitAsync(TimeSpan.FromSeconds(10), Ct);
        return new Opener(open);
    }

    private async Task RemoveAsync() => Assert.Equal(204, (await _bridge.Http.SayAsync("DELETE", "/api/sellers/carl")).Status);

    private async Task LaneAsync(string what) =>
        Assert.Equal(HttpStatusCode.OK, (await _bridge.SendAsync($"/api/lanes/carl/www.vinted.fr/{what}", "")).Status);

    private async Task<string?> StateAsync(string id) => (await _bridge.GetAsync($"/api/commands/{id}")).Text("state");

    private async Task<int> StatusAsync(string token, string path)
    {
        using var client = _bridge.Client(token);
        return (await client.SayAsync("GET", path)).Status;
    }

    private async Task<string[]> SellersAsync(string token) =>
    [
        .. (await _bridge.GetAsync("/api/tokens")).Json.GetProperty("tokens").EnumerateArray()
            .Single(known => known.GetProperty("id").GetString() == token).GetProperty("sellers").EnumerateArray().Select(seller => seller.GetString()!),
    ];

    private static object Write(int item, string seller = "carl") => new
    {
        action = "EXECUTE_HTTP_REQUEST",
        seller,
        timeout_ms = 600_000,
        request = new { url = $"https://www.vinted.fr/api/v2/items/{item}", method = "PUT", body = new { price = "5.00" } },
    };

    private sealed class Opener(ManualResetEventSlim open) : IDisposable
    {
        public void Dispose() => open.Set();
    }
}
