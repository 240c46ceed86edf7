using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using StoFlow.Bridge;
using StoFlow.Bridge.Commands;
using StoFlow.Bridge.Policy;
using StoFlow.IntegrationTests.Bridge;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.IntegrationTests.Door;

public sealed class TokenTests : IAsyncLifetime
{
    private TestBridge _bridge = null!;

    private static CancellationToken Ct => TestBridge.Ct;

    public async ValueTask InitializeAsync() => _bridge = await Visitor.BridgeAsync();

    public ValueTask DisposeAsync() => _bridge.DisposeAsync();

    [Fact]
    public async Task A_first_start_leaves_the_admin_token_where_only_its_owner_reads_it()
    {
        Assert.Matches("^stf_[A-Za-z0-9_-]{43}\n$", await File.ReadAllTextAsync(_bridge.Host.AdminTokenFile, Ct));
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_bridge.Host.AdminTokenFile));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_bridge.Folder));
    }

    [Fact]
    public async Task A_folder_that_others_could_read_is_shut_before_anything_is_put_into_it()
    {
        if (OperatingSystem.IsWindows()) return;
        var folder = Directory.CreateTempSubdirectory("stoflow-open-").FullName;
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        await File.WriteAllTextAsync(Path.Combine(folder, "stoflow.db"), "no store, so that the start ends where it is opened", Ct);

        await Assert.ThrowsAnyAsync<Exception>(() => BridgeHost.StartAsync(TestBridge.Options(folder), ct: Ct));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Revoking_a_token_cancels_what_its_back_end_left_in_the_queue()
    {
        var plugin = await _bridge.ConnectAsync("anna");
        await _bridge.SendAsync("/api/lanes/anna/www.vinted.fr/pause", "");
        var (stolen, other) = (await _bridge.TokenAsync("write", "anna"), await _bridge.TokenAsync("write", "anna"));
        using var thief = _bridge.Client(stolen.Token);
        using var honest = _bridge.Client(other.Token);
        var body = new { action = "EXECUTE_HTTP_REQUEST", timeout_ms = 600_000, request = new { url = "https://www.vinted.fr/api/v2/items/1", method = "DELETE" } };
        var bad = JsonElement.Parse((await thief.SayAsync("POST", "/api/commands", body)).Text).GetProperty("id").GetString();
        var good = JsonElement.Parse((await honest.SayAsync("POST", "/api/commands", body)).Text).GetProperty("id").GetString()!;

        await _bridge.Http.SayAsync("DELETE", $"/api/tokens/{stolen.View.Id}");

        Assert.Equal("cancelled", (await _bridge.GetAsync($"/api/commands/{bad}")).Text("state"));
        await _bridge.SendAsync("/api/lanes/anna/www.vinted.fr/resume", "");
        Assert.Equal("done", (await _bridge.EndOfAsync(good)).GetProperty("state").GetString());
        Assert.Equal(good, Assert.Single(plugin.Commands).Id);
    }

    [Fact]
    public async Task A_command_that_was_being_accepted_when_its_token_ended_does_not_run()
    {
        var plugin = await _bridge.ConnectAsync("anna");
        var caller = new Caller("tok_stolen", "erp", CallerScope.Write, ["anna"]);
        var asked = new ExecuteRequest(CommandAction.Request, "anna", Request: new RequestBody("https://www.vinted.fr/api/v2/items/1", "DELETE"));
        var draft = await _bridge.Host.Services.GetRequiredService<CommandRequestReader>().ReadAsync(asked, caller, Ct);

        // Whoever revoked the token has cancelled what there was by now.
        var accepted = await _bridge.Host.Services.GetRequiredService<CommandRunner>()
            .AcceptAsync(new AskedCommand(draft with { ShutOut = new CancellationToken(canceled: true) }, caller, Key: null, IsInteractive: false), Ct);

        Assert.Equal("cancelled", (await _bridge.EndOfAsync(accepted.Id)).GetProperty("state").GetString());
        Assert.Empty(plugin.Commands);
    }

    [Fact]
    public async Task Revoking_the_old_one_of_rotated_tokens_leaves_the_queue()
    {
        var made = await _bridge.TokenAsync("write", "anna");
        await _bridge.PairAsync("anna");
        using var old = _bridge.Client(made.Token);
        var body = new { action = "EXECUTE_HTTP_REQUEST", timeout_ms = 600_000, request = new { url = "https://www.vinted.fr/api/v2/items/1", method = "PUT" } };
        var id = JsonElement.Parse((await old.SayAsync("POST", "/api/commands", body)).Text).GetProperty("id").GetString();
        var rotated = await _bridge.SendAsync($"/api/tokens/{made.View.Id}/rotate", new { overlap_s = 3600 });

        await _bridge.Http.SayAsync("DELETE", $"/api/tokens/{made.View.Id}");
        Assert.Equal("queued", (await _bridge.GetAsync($"/api/commands/{id}")).Text("state"));

        await _bridge.Http.SayAsync("DELETE", $"/api/tokens/{rotated.Json.GetProperty("view").GetProperty("id").GetString()}");
        Assert.Equal("cancelled", (await _bridge.GetAsync($"/api/commands/{id}")).Text("state"));
    }

    [Fact]
    public async Task A_restart_keeps_the_admin_token_and_makes_its_file_private_again()
    {
        var before = await File.ReadAllTextAsync(_bridge.Host.AdminTokenFile, Ct);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_bridge.Host.AdminTokenFile, (UnixFileMode)0b110_100_100);

        await _bridge.RestartAsync();

        Assert.Equal(before, await File.ReadAllTextAsync(_bridge.Host.AdminTokenFile, Ct));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_bridge.Host.AdminTokenFile));
    }

    [Fact]
    public async Task A_lost_admin_token_file_is_made_anew_and_the_old_token_ends()
    {
        var lost = (await File.ReadAllTextAsync(_bridge.Host.AdminTokenFile, Ct)).Trim();
        File.Delete(_bridge.Host.AdminTokenFile);

        await _bridge.RestartAsync();

        using var old = _bridge.Client(lost);
        Assert.Equal(401, (await old.SayAsync("GET", "/api/me")).Status);
        Assert.Equal(HttpStatusCode.OK, (await _bridge.GetAsync("/api/me")).Status);
    }

    [Fact]
    public async Task Revoking_a_token_ends_its_live_events_at_once()
    {
        var made = await _bridge.TokenAsync("read", "anna");
        using var client = _bridge.Client(made.Token);
        using var response = await client.KnockAsync("GET", "/api/events");
        await using var events = await response.Content.ReadAsStreamAsync(Ct);
        var buffer = new byte[256];
        Assert.True(await events.ReadAsync(buffer, Ct) > 0);

        Assert.Equal(200, (await _bridge.Http.SayAsync("DELETE", $"/api/tokens/{made.View.Id}")).Status);

        var ended = Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (await events.ReadAsync(buffer, Ct) > 0)
            {
            }

            throw new EndOfStreamException();
        });
        Assert.False(await ended.WaitAsync(TimeSpan.FromSeconds(20), Ct) is OperationCanceledException);
        Assert.Equal(401, (await client.SayAsync("GET", "/api/me")).Status);
    }

    [Fact]
    public async Task A_token_that_expires_loses_its_live_events_soon_after()
    {
        var made = await _bridge.SendAsync("/api/tokens", new { name = "brief", scope = "read", sellers = new[] { "*" }, expires_in_s = 1 });
        using var client = _bridge.Client(made.Text("token"));
        using var response = await client.KnockAsync("GET", "/api/events");
        await using var events = await response.Content.ReadAsStreamAsync(Ct);

        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    return await events.ReadAsync(new byte[256], Ct) == 0;
                }
                catch (IOException)
                {
                    return true;
                }
            },
            "the events of an expired token end");

        Assert.Equal(401, (await client.SayAsync("GET", "/api/me")).Status);
    }

    [Fact]
    public async Task A_token_may_end_itself_and_is_told_so()
    {
        var made = await _bridge.TokenAsync("admin", "*");
        using var client = _bridge.Client(made.Token);

        var (status, text) = await client.SayAsync("DELETE", $"/api/tokens/{made.View.Id}");

        Assert.Equal(200, status);
        Assert.Contains("revoked_at", text, StringComparison.Ordinal);
        Assert.Equal(401, (await client.SayAsync("GET", "/api/me")).Status);
    }

    [Fact]
    public async Task Rotation_gives_a_new_secret_and_the_old_one_some_time()
    {
        var made = await _bridge.TokenAsync("write", "anna");
        using var old = _bridge.Client(made.Token);

        var rotated = await _bridge.SendAsync($"/api/tokens/{made.View.Id}/rotate", new { overlap_s = 3600 });
        using var fresh = _bridge.Client(rotated.Text("token"));
        Assert.Equal(200, (await old.SayAsync("GET", "/api/me")).Status);
        Assert.Contains("\"write\"", (await fresh.SayAsync("GET", "/api/me")).Text, StringComparison.Ordinal);

        var again = await _bridge.SendAsync($"/api/tokens/{rotated.Json.GetProperty("view").GetProperty("id").GetString()}/rotate", new { overlap_s = 0 });
        Assert.Equal(401, (await fresh.SayAsync("GET", "/api/me")).Status);
        using var newest = _bridge.Client(again.Text("token"));
        Assert.Equal(200, (await newest.SayAsync("GET", "/api/me")).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(7_776_000)]
    public async Task Who_rotates_a_token_again_because_the_answer_was_lost_gets_a_secret_that_lasts_as_long_as_the_first(int? lifetimeS)
    {
        var made = await _bridge.SendAsync("/api/tokens", new { name = "shop", scope = "write", sellers = new[] { "anna" }, expires_in_s = lifetimeS });
        var id = made.Json.GetProperty("view").GetProperty("id").GetString();

        foreach (var _ in Enumerable.Range(0, 3))
        {
            var view = (await _bridge.SendAsync($"/api/tokens/{id}/rotate", new { overlap_s = 60 })).Json.GetProperty("view");
            double? lasts = view.TryGetProperty("expires_at", out var end) ? (end.GetDateTimeOffset() - view.GetProperty("created_at").GetDateTimeOffset()).TotalSeconds : null;
            Assert.Equal(lifetimeS, lasts);
        }
    }

    [Fact]
    public async Task A_token_that_is_revoked_while_it_is_rotated_has_no_successor()
    {
        var made = await _bridge.TokenAsync("write", "anna");
        var admin = (await File.ReadAllTextAsync(_bridge.Host.AdminTokenFile, Ct)).Trim();
        const string body = """{"overlap_s":60}""";
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, _bridge.Url.Port, Ct);
        var line = tcp.GetStream();
        await line.WriteAsync(
            Encoding.ASCII.GetBytes($"POST /api/tokens/{made.View.Id}/rotate HTTP/1.1\r\nHost: 127.0.0.1:{_bridge.Url.Port}\r\nAuthorization: Bearer {admin}\r\n"
                + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body[..5]}"),
            Ct);
        await Task.Delay(200, Ct);

        await _bridge.Http.SayAsync("DELETE", $"/api/tokens/{made.View.Id}");
        await line.WriteAsync(Encoding.ASCII.GetBytes(body[5..]), Ct);

        Assert.StartsWith("HTTP/1.1 400", await RawCall.ListenAsync(line), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_sent_again_with_the_rotated_token_is_the_same_command()
    {
        await _bridge.PairAsync("anna");
        var made = await _bridge.TokenAsync("write", "anna");
        var body = new { action = "EXECUTE_HTTP_REQUEST", request = new { url = "https://www.vinted.fr/api/v2/items/1", method = "PUT", body = new { price = "5.00" } } };
        using var old = _bridge.Client(made.Token);
        var first = JsonElement.Parse((await old.SayAsync("POST", "/api/commands", body, ("Idempotency-Key", "one"))).Text).GetProperty("id").GetString();
        var id = made.View.Id;

        for (var rotations = 0; rotations < 2; rotations++)
        {
            var rotated = await _bridge.SendAsync($"/api/tokens/{id}/rotate", new { overlap_s = 0 });
            id = rotated.Json.GetProperty("view").GetProperty("id").GetString()!;
            using var fresh = _bridge.Client(rotated.Text("token"));
            var again = JsonElement.Parse((await fresh.SayAsync("POST", "/api/commands", body, ("Idempotency-Key", "one"))).Text).GetProperty("id").GetString();

            Assert.Equal(first, again);
        }
    }

    [Fact]
    public async Task Rotating_the_admin_token_renews_its_file()
    {
        var before = await File.ReadAllTextAsync(_bridge.Host.AdminTokenFile, Ct);
        var id = (await _bridge.GetAsync("/api/tokens")).Json.GetProperty("tokens")[0].GetProperty("id").GetString();

        var rotated = await _bridge.SendAsync($"/api/tokens/{id}/rotate", "");

        var after = await File.ReadAllTextAsync(_bridge.Host.AdminTokenFile, Ct);
        Assert.NotEqual(before, after, StringComparer.Ordinal);
        Assert.Equal(rotated.Text("token"), after.Trim());
    }

    [Fact]
    public async Task No_token_makes_one_that_reaches_further_than_itself()
    {
        using var client = _bridge.Client((await _bridge.TokenAsync("admin", "anna")).Token);

        foreach (var sellers in new[] { new[] { "*" }, ["bert"], ["anna", "bert"] })
            Assert.Equal(403, (await client.SayAsync("POST", "/api/tokens", new { name = "x", scope = "read", sellers })).Status);
        Assert.Equal(201, (await client.SayAsync("POST", "/api/tokens", new { name = "x", scope = "admin", sellers = new[] { "anna" } })).Status);

        var visible = (await client.SayAsync("GET", "/api/tokens")).Text;
        Assert.DoesNotContain("\"*\"", visible, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"scope":"read","sellers":["*"]}""", "name")]
    [InlineData("""{"name":"","scope":"read","sellers":["*"]}""", "name")]
    [InlineData("""{"name":"admin.token","scope":"read","sellers":["*"]}""", "name")]
    [InlineData("""{"name":"x","scope":"owner","sellers":["*"]}""", "scope")]
    [InlineData("""{"name":"x","scope":"read","sellers":[]}""", "sellers")]
    [InlineData("""{"name":"x","scope":"read","sellers":["a b"]}""", "sellers")]
    [InlineData("""{"name":"x","scope":"read","sellers":["anna",""]}""", "sellers")]
    [InlineData("""{"name":"x","scope":"read","sellers":["*"],"expires_in_s":0}""", "expires_in_s")]
    [InlineData("""{"name":"x","scope":"read","sellers":["*"],"expires_in_s":99999999999}""", "expires_in_s")]
    [InlineData("""{"name":"x","scope":"read","sellers":["*"],"expires_in_s":"soon"}""", "expires_in_s")]
    [InlineData("""{"name":"x","scope":"read","sellers":null}""", "sellers")]
    public async Task What_is_wrong_with_a_request_is_named(string body, string field) =>
        (await _bridge.SendAsync("/api/tokens", body)).IsProblem(400, ErrorCode.InvalidRequest, field);

    [Fact]
    public async Task A_name_with_a_line_break_in_it_hears_what_is_wrong_with_it()
    {
        var browser = await _bridge.ConnectAsync("anna");
        var name = "work\nshop";

        var token = await _bridge.Http.SayAsync("POST", "/api/tokens", new { name, scope = "read", sellers = new[] { "anna" } });
        var renamed = await _bridge.Http.SayAsync("PATCH", $"/api/browsers/{browser.Identity.BrowserId}", new { name });

        Assert.All([token, renamed], answer =>
        {
            Assert.Equal(400, answer.Status);
            Assert.Contains("without control characters", answer.Text, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    public async Task What_is_no_request_is_said_so(string body) => (await _bridge.SendAsync("/api/tokens", body)).IsProblem(400, ErrorCode.InvalidRequest);

    [Fact]
    public async Task Neither_lists_nor_the_data_folder_hold_a_secret()
    {
        var made = await _bridge.TokenAsync("write", "anna");
        using var client = _bridge.Client(made.Token);
        await client.SayAsync("GET", "/api/me");

        Assert.DoesNotContain(made.Token[4..], (await _bridge.GetAsync("/api/tokens")).Json.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(made.Token[4..], (await _bridge.GetAsync("/api/audit")).Json.GetRawText(), StringComparison.Ordinal);
        foreach (var file in Directory.GetFiles(_bridge.Folder, "stoflow.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            Assert.DoesNotContain(made.Token[4..], await reader.ReadToEndAsync(Ct), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_time_of_last_use_shows()
    {
        var made = await _bridge.TokenAsync("read", "anna");
        using var client = _bridge.Client(made.Token);
        await client.SayAsync("GET", "/api/me");

        var view = (await _bridge.GetAsync("/api/tokens")).Json.GetProperty("tokens").EnumerateArray()
            .Single(token => token.GetProperty("id").GetString() == made.View.Id);

        Assert.Equal(JsonValueKind.String, view.GetProperty("last_used_at").ValueKind);
    }
}
