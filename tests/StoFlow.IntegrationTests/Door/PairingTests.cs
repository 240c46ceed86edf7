using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using StoFlow.Harness.FakePlugins;
using StoFlow.IntegrationTests.Bridge;
using StoFlow.Protocol;
using StoFlow.Protocol.Wire;

namespace StoFlow.IntegrationTests.Door;

/// <summary>Pairing, identifying and being shown the door, over a real socket.</summary>
public sealed class PairingTests : IAsyncLifetime
{
    private TestBridge _bridge = null!;

    private static CancellationToken Ct => TestBridge.Ct;

    public async ValueTask InitializeAsync() => _bridge = await Visitor.BridgeAsync();

    public ValueTask DisposeAsync() => _bridge.DisposeAsync();

    [Fact]
    public async Task A_code_pairs_one_browser_to_its_seller()
    {
        var made = await _bridge.SendAsync("/api/pairings", new { seller = "anna" });
        Assert.Matches("^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$", made.Text("code"));
        var path = $"/api/pairings/{made.Text("pairing_id")}";
        Assert.Equal("waiting", (await _bridge.GetAsync(path)).Text("status"));

        var identity = await FakePairing.PairAsync(_bridge.Url, made.Text("code")!.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal), "laptop", Ct);

        Assert.Equal("anna", identity.Seller);
        var after = await _bridge.GetAsync(path);
        Assert.Equal(("paired", identity.BrowserId, ""), (after.Text("status"), after.Text("browser"), after.Text("code")));
        Assert.Equal("pairing_code_wrong", await AskAsync(made.Text("code")!));
        var browser = (await _bridge.GetAsync($"/api/browsers/{identity.BrowserId}")).Json;
        Assert.Equal(("laptop", "anna", false, "Fake 1.0"), (
            browser.GetProperty("name").GetString(), browser.GetProperty("seller").GetString(), browser.GetProperty("online").GetBoolean(),
            browser.GetProperty("browser").GetString()));
    }

    [Fact]
    public async Task A_name_that_is_none_is_told_by_the_field_that_holds_it()
    {
        (await _bridge.SendAsync("/api/pairings", new { seller = "bad name" })).IsProblem(400, ErrorCode.InvalidRequest, "seller");
        (await _bridge.SendAsync("/api/sellers", new { name = "bad name" })).IsProblem(400, ErrorCode.InvalidRequest, "name");
    }

    [Fact]
    public async Task The_bridge_proves_that_it_is_the_one_that_was_paired_with()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var made = await _bridge.SendAsync("/api/pairings", new { seller = "anna" });
        Paired paired;
        await using (var socket = await FakeSocket.ConnectAsync(_bridge.Url, Ct))
        {
            var first = await socket.ExpectAsync<Hello>(Ct);
            await socket.SendAsync(new PairAsk(1, "0.1.0", made.Text("code")!, new BrowserInfo("Fake", "1")), Ct);
            var offer = await socket.ExpectAsync<PairOffer>(Ct);
            var signed = FakeIdentity.Sign(key, first.BridgeId, offer.PairingId, first.Challenge);
            await socket.SendAsync(new PairConfirm(offer.PairingId, "laptop", Base64Url.EncodeToString(key.ExportSubjectPublicKeyInfo()), signed), Ct);
            paired = await socket.ExpectAsync<Paired>(Ct);
        }

        // The key stays the same over restarts, or every browser would have to be paired anew.
        await _bridge.RestartAsync();
        using var bridgeKey = ECDsa.Create();
        bridgeKey.ImportSubjectPublicKeyInfo(Base64Url.DecodeFromChars(paired.BridgeKey), out _);
        foreach (var challenge in new[] { "one", "two", null })
        {
            await using var socket = await FakeSocket.ConnectAsync(_bridge.Url, Ct);
            var hello = await socket.ExpectAsync<Hello>(Ct);
            var signed = FakeIdentity.Sign(key, hello.BridgeId, paired.BrowserId, hello.Challenge);
            await socket.SendAsync(new Identify(1, "0.1.0", paired.BrowserId, new BrowserInfo("Fake", "1"), signed, challenge), Ct);
            var proof = (await socket.ExpectAsync<Welcome>(Ct)).Proof;

            if (challenge is null) Assert.Null(proof);
            else
                Assert.True(bridgeKey.VerifyData(
                    Encoding.UTF8.GetBytes($"stoflow.v1.bridge\n{hello.BridgeId}\n{paired.BrowserId}\n{hello.Challenge}\n{challenge}"),
                    Base64Url.DecodeFromChars(proof), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
        }
    }

    [Fact]
    public async Task The_offer_says_for_whom_before_any_key_is_made()
    {
        var made = await _bridge.SendAsync("/api/pairings", new { seller = "anna" });
        await using var socket = await FakeSocket.ConnectAsync(_bridge.Url, Ct);
        await socket.ExpectAsync<Hello>(Ct);
        await socket.SendAsync(new PairAsk(1, "0.1.0", made.Text("code")!, new BrowserInfo("Fake", "1")), Ct);

        var offer = await socket.ExpectAsync<PairOffer>(Ct);

        Assert.Equal(("anna", made.Text("pairing_id")), (offer.Seller, offer.PairingId));
        Assert.InRange(offer.ExpiresInMs, 500_000, 600_000);
    }

    [Theory]
    [InlineData("other_key")]
    [InlineData("other_pairing")]
    [InlineData("other_challenge")]
    [InlineData("no_signature")]
    [InlineData("no_key")]
    [InlineData("other_curve")]
    public async Task A_confirmation_without_proof_of_the_key_pairs_nothing(string fault)
    {
        var made = await _bridge.SendAsync("/api/pairings", new { seller = "anna" });
        await using var socket = await FakeSocket.ConnectAsync(_bridge.Url, Ct);
        var hello = await socket.ExpectAsync<Hello>(Ct);
        await socket.SendAsync(new PairAsk(1, "0.1.0", made.Text("code")!, new BrowserInfo("Fake", "1")), Ct);
        var offer = await socket.ExpectAsync<PairOffer>(Ct);
        using var key = ECDsa.Create(fault == "other_curve" ? ECCurve.NamedCurves.nistP384 : ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signature = FakeIdentity.Sign(
            fault == "other_key" ? other : key, hello.BridgeId, offer.PairingId,
            fault == "other_challenge" ? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)) : hello.Challenge);

        await socket.SendAsync(
            new PairConfirm(
                fault == "other_pairing" ? "pair_other" : offer.PairingId, "thief",
                fault == "no_key" ? "AAAA" : Base64Url.EncodeToString(key.ExportSubjectPublicKeyInfo()), fault == "no_signature" ? "" : signature),
            Ct);

        Assert.Contains(await RefusalAsync(socket), new[] { "bad_signature", "pairing_code_wrong" });
        Assert.Equal(4401, socket.CloseCode);
        Assert.Equal(0, (await _bridge.GetAsync("/api/browsers")).Json.GetProperty("browsers").GetArrayLength());
        Assert.Equal("waiting", (await _bridge.GetAsync($"/api/pairings/{offer.PairingId}")).Text("status"));
    }

    [Fact]
    public async Task Two_who_typed_the_same_code_do_not_both_get_in()
    {
        var code = (await _bridge.SendAsync("/api/pairings", new { seller = "anna" })).Text("code")!;

        var tries = await Task.WhenAll(Enumerable.Range(0, 6).Select(async i =>
        {
            try
            {
                await FakePairing.PairAsync(_bridge.Url, code, $"b{i}", Ct);
                return true;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }));

        Assert.Single(tries, paired => paired);
        Assert.Equal(1, (await _bridge.GetAsync("/api/browsers")).Json.GetProperty("browsers").GetArrayLength());
    }

    [Fact]
    public async Task Guessing_is_slowed_down_even_for_the_right_code()
    {
        var code = (await _bridge.SendAsync("/api/pairings", new { seller = "anna" })).Text("code")!;
        for (var i = 0; i < 5; i++) Assert.Equal("pairing_code_wrong", await AskAsync("BBBB-BBBB"));

        Assert.Equal("slow_down", await AskAsync("BBBB-BBBB"));
        Assert.Equal("slow_down", await AskAsync(code));
    }

    [Fact]
    public async Task Only_the_key_that_was_paired_identifies_and_each_challenge_serves_once()
    {
        var identity = await _bridge.PairAsync("anna");
        using var thief = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.Equal("bad_signature", await IdentifyAsync(identity.BrowserId, (hello, id) => FakeIdentity.Sign(thief, hello.BridgeId, id, hello.Challenge)));
        Assert.Equal("bad_signature", await IdentifyAsync(identity.BrowserId, (hello, id) => FakeIdentity.Sign(identity.Key, "other-bridge", id, hello.Challenge)));
        Assert.Equal("bad_signature", await IdentifyAsync(identity.BrowserId, (hello, _) => FakeIdentity.Sign(identity.Key, hello.BridgeId, "brw_other", hello.Challenge)));
        Assert.Equal("bad_signature", await IdentifyAsync(identity.BrowserId, (_, _) => ""));
        Assert.Equal("unknown_browser", await IdentifyAsync("brw_other", (hello, id) => FakeIdentity.Sign(identity.Key, hello.BridgeId, id, hello.Challenge)));

        string? seen = null;
        Assert.Null(await IdentifyAsync(identity.BrowserId, (hello, id) => seen = FakeIdentity.Sign(identity.Key, hello.BridgeId, id, hello.Challenge)));
        Assert.Equal("bad_signature", await IdentifyAsync(identity.BrowserId, (_, _) => seen!));
    }

    [Fact]
    public async Task Challenges_are_fresh_32_bytes()
    {
        var challenges = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 20; i++)
        {
            await using var socket = await FakeSocket.ConnectAsync(_bridge.Url, Ct);
            challenges.Add((await socket.ExpectAsync<Hello>(Ct)).Challenge);
        }

        Assert.Equal(20, challenges.Count);
        Assert.All(challenges, challenge => Assert.Equal(32, Base64Url.DecodeFromChars(challenge).Length));
    }

    [Fact]
    public async Task An_old_plugin_is_told_which_side_to_update()
    {
        await using var socket = await FakeSocket.ConnectAsync(_bridge.Url, Ct);
        await socket.ExpectAsync<Hello>(Ct);
        await socket.SendAsync(new Identify(0, "0.0.1", "brw_x", new BrowserInfo("Fake", "1"), ""), Ct);

        Assert.Equal(ErrorCode.PluginOutdated, await RefusalAsync(socket));
    }

    [Fact]
    public async Task A_message_out_of_turn_is_told_by_its_word_on_the_wire()
    {
        await using var socket = await FakeSocket.ConnectAsync(_bridge.Url, Ct);
        await socket.ExpectAsync<Hello>(Ct);
        await socket.SendAsync(new BrowserStatus(false, []), Ct);

        Assert.Equal("type: identify or pair_ask is due first, not status.", (await socket.ExpectAsync<Refused>(Ct)).Detail);
    }

    [Fact]
    public async Task A_browser_without_a_name_sends_an_invalid_message()
    {
        var code = (await _bridge.SendAsync("/api/pairings", new { seller = "anna" })).Text("code")!;
        await using var socket = await FakeSocket.ConnectAsync(_bridge.Url, Ct);
        await socket.ExpectAsync<Hello>(Ct);
        await socket.SendAsync(new PairAsk(1, "0.1.0", code, new BrowserInfo("Fake", "1")), Ct);
        var offer = await socket.ExpectAsync<PairOffer>(Ct);
        await socket.SendAsync(new PairConfirm(offer.PairingId, " ", "AAAA", "AAAA"), Ct);

        Assert.Equal("invalid_message", await RefusalAsync(socket));
        Assert.Equal(4400, socket.CloseCode);
    }

    [Fact]
    public async Task Revoking_closes_the_live_socket_at_once_and_for_good()
    {
        var plugin = await _bridge.ConnectAsync("anna");

        Assert.Equal(204, (await _bridge.Http.SayAsync("DELETE", $"/api/browsers/{plugin.Identity.BrowserId}")).Status);

        await plugin.Disconnected.WaitAsync(TimeSpan.FromSeconds(20), Ct);
        Assert.Equal(4401, plugin.CloseCode);
        Assert.Equal("revoked", await IdentifyAsync(plugin.Identity));
        Assert.Equal(404, (await _bridge.Http.SayAsync("GET", $"/api/browsers/{plugin.Identity.BrowserId}")).Status);
        await _bridge.RestartAsync();
        Assert.Equal("revoked", await IdentifyAsync(plugin.Identity));
    }

    [Fact]
    public async Task A_browser_that_connects_while_it_is_revoked_does_not_stay()
    {
        for (var round = 0; round < 20; round++)
        {
            var identity = await _bridge.PairAsync("anna", $"b{round}");
            await using var plugin = new FakePlugin(identity);
            var connecting = Record.ExceptionAsync(() => plugin.ConnectAsync(_bridge.Url, Ct));
            await _bridge.Http.SayAsync("DELETE", $"/api/browsers/{identity.BrowserId}");
            await connecting;

            await Eventually.TrueAsync(
                async () => !(await _bridge.GetAsync("/api/plugin/status")).Json.GetProperty("plugin_available").GetBoolean(), "no revoked browser is online");
            await plugin.Disconnected.WaitAsync(TimeSpan.FromSeconds(20), Ct);
        }
    }

    [Fact]
    public async Task Taking_a_seller_off_the_list_shuts_out_browsers_and_codes()
    {
        var plugin = await _bridge.ConnectAsync("anna");
        var code = (await _bridge.SendAsync("/api/pairings", new { seller = "anna" })).Text("code")!;

        Assert.Equal(204, (await _bridge.Http.SayAsync("DELETE", "/api/sellers/anna")).Status);

        await plugin.Disconnected.WaitAsync(TimeSpan.FromSeconds(20), Ct);
        Assert.Equal("pairing_code_wrong", await AskAsync(code));
        Assert.Equal("revoked", await IdentifyAsync(plugin.Identity));
        Assert.Equal(404, (await _bridge.Http.SayAsync("DELETE", "/api/sellers/anna")).Status);
    }

    [Fact]
    public async Task A_paired_browser_is_known_after_a_restart_and_can_be_renamed()
    {
        var plugin = await _bridge.ConnectAsync("anna");
        Assert.Equal(200, (await _bridge.Http.SayAsync("PATCH", $"/api/browsers/{plugin.Identity.BrowserId}", new { name = "desk" })).Status);

        await _bridge.RestartAsync();

        Assert.Null(await IdentifyAsync(plugin.Identity));
        var browser = (await _bridge.GetAsync($"/api/browsers/{plugin.Identity.BrowserId}")).Json;
        Assert.Equal("desk", browser.GetProperty("name").GetString());
        Assert.Equal("0.1.0", browser.GetProperty("plugin_version").GetString());
    }

    [Fact]
    public async Task Status_shows_what_the_browser_said()
    {
        await _bridge.ConnectAsync("anna");

        var status = (await _bridge.GetAsync("/api/plugin/status")).Json;

        Assert.True(status.GetProperty("plugin_available").GetBoolean());
        var browser = status.GetProperty("browsers")[0];
        Assert.True(browser.GetProperty("online").GetBoolean());
        Assert.Equal(("www.vinted.fr", "demo"), (
            browser.GetProperty("sites")[0].GetProperty("site").GetString(), browser.GetProperty("sites")[0].GetProperty("login").GetString()));
    }

    [Fact]
    public async Task A_browser_that_is_there_was_seen_at_its_last_word()
    {
        var plugin = await _bridge.ConnectAsync("anna");
        var before = await SeenAsync();

        await plugin.SendAsync(new Begun("of-nobody"), Ct);

        await Eventually.TrueAsync(async () => await SeenAsync() > before, "its word was seen");

        async Task<DateTimeOffset> SeenAsync() =>
            (await _bridge.GetAsync("/api/plugin/status")).Json.GetProperty("browsers")[0].GetProperty("last_seen").GetDateTimeOffset();
    }

    private Task<string?> IdentifyAsync(FakeIdentity identity) =>
        IdentifyAsync(identity.BrowserId, (hello, id) => FakeIdentity.Sign(identity.Key, hello.BridgeId, id, hello.Challenge));

    // The refusal's code, or null when it was welcomed.
    private async Task<string?> IdentifyAsync(string browserId, Func<Hello, string, string> sign)
    {
        await using var socket = await FakeSocket.ConnectAsync(_bridge.Url, Ct);
        var hello = await socket.ExpectAsync<Hello>(Ct);
        await socket.SendAsync(new Identify(1, "0.1.0", browserId, new BrowserInfo("Fake", "1"), sign(hello, browserId)), Ct);
        return await RefusalAsync(socket);
    }

    private async Task<string?> AskAsync(string code)
    {
        await using var socket = await FakeSocket.ConnectAsync(_bridge.Url, Ct);
        await socket.ExpectAsync<Hello>(Ct);
        await socket.SendAsync(new PairAsk(1, "0.1.0", code, new BrowserInfo("Fake", "1")), Ct);
        return await RefusalAsync(socket);
    }

    private static async Task<string?> RefusalAsync(FakeSocket socket)
    {
        var (message, _) = await socket.ReadAsync(Ct);
        if (message is not Refused refused) return null;
        await socket.ReadAsync(Ct);
        return refused.Code;
    }
}
