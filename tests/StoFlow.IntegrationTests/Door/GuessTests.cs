using System.Collections.Concurrent;
using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Policy;
using StoFlow.Harness.FakePlugins;
using StoFlow.IntegrationTests.Bridge;
using StoFlow.Protocol.Wire;

namespace StoFlow.IntegrationTests.Door;

/// <summary>Who guesses codes, and who comes late with a signature.</summary>
public sealed class GuessTests
{
    private const int Guesses = 10_000;

    private static CancellationToken Ct => TestBridge.Ct;

    [Fact]
    public async Task Of_ten_thousand_guesses_at_a_code_a_handful_is_looked_up()
    {
        await using var bridge = await Visitor.BridgeAsync(new DoorOptions { OpenRequestsPerSecond = 100_000 });
        var code = (await bridge.SendAsync("/api/pairings", new { seller = "anna" })).Text("code")!;
        var answers = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);

        await Parallel.ForAsync(0, Guesses, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Ct }, async (guess, _) =>
            answers.AddOrUpdate(await AskAsync(bridge.Url, Code(guess)), 1, static (_, held) => held + 1));

        // Those that were asked in the same moment as the fifth may slip past it.
        Assert.InRange(answers[RefusalCode.PairingCodeWrong], PairingThrottle.PerAddress, PairingThrottle.PerAddress + 16);
        Assert.Equal(Guesses, answers.Values.Sum());
        Assert.Equal([RefusalCode.PairingCodeWrong, RefusalCode.SlowDown], answers.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(RefusalCode.SlowDown, await AskAsync(bridge.Url, code));
        Assert.Equal(0, (await bridge.GetAsync("/api/browsers")).Json.GetProperty("browsers").GetArrayLength());
        Assert.Empty(bridge.Faults);
    }

    [Fact]
    public async Task A_challenge_that_has_expired_lets_nobody_in()
    {
        await using var bridge = await Visitor.BridgeAsync();
        var identity = await bridge.PairAsync("anna");
        await using var late = await FakeSocket.ConnectAsync(bridge.Url, Ct);
        var hello = await late.ExpectAsync<Hello>(Ct);

        // The bridge itself ends the wait: hello's expires_in_ms.
        var (word, _) = await late.ReadAsync(Ct).WaitAsync(TimeSpan.FromMilliseconds(hello.ExpiresInMs + 10_000), Ct);
        Assert.Equal("timeout", Assert.IsType<Refused>(word).Code);
        await Record.ExceptionAsync(() => late.SendAsync(Signed(hello, hello), Ct));
        Assert.Null((await late.ReadAsync(Ct)).Message);

        await using var next = await FakeSocket.ConnectAsync(bridge.Url, Ct);
        var fresh = await next.ExpectAsync<Hello>(Ct);
        await next.SendAsync(Signed(fresh, hello), Ct);
        Assert.Equal(RefusalCode.BadSignature, Assert.IsType<Refused>((await next.ReadAsync(Ct)).Message).Code);
        Assert.False((await bridge.GetAsync("/api/plugin/status")).Json.GetProperty("plugin_available").GetBoolean());

        Identify Signed(Hello at, Hello of) => new(
            1, "0.1.0", identity.BrowserId, new BrowserInfo("Fake", "1"), FakeIdentity.Sign(identity.Key, at.BridgeId, identity.BrowserId, of.Challenge));
    }

    private static async Task<string> AskAsync(Uri bridge, string code)
    {
        await using var socket = await FakeSocket.ConnectAsync(bridge, Ct);
        await socket.ExpectAsync<Hello>(Ct);
        await socket.SendAsync(new PairAsk(1, "0.1.0", code, new BrowserInfo("Fake", "1")), Ct);
        return (await socket.ReadAsync(Ct)).Message is Refused refused ? refused.Code : "an offer";
    }

    private static string Code(int guess) => string.Create(PairingCode.Length, guess, static (code, left) =>
    {
        for (var i = 0; i < code.Length; i++, left /= PairingCode.Alphabet.Length) code[i] = PairingCode.Alphabet[left % PairingCode.Alphabet.Length];
    });
}
