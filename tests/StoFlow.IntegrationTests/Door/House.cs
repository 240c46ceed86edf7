using StoFlow.Bridge.Policy;
using StoFlow.Harness.FakePlugins;
using StoFlow.IntegrationTests.Bridge;
using StoFlow.Protocol.Http;

namespace StoFlow.IntegrationTests.Door;

/// <summary>A bridge with something of everything that belongs to the seller anna, and tokens of every kind.</summary>
public sealed class House : IAsyncLifetime
{
    private readonly Dictionary<string, string> _tokens = new(StringComparer.Ordinal);

    public TestBridge Bridge { get; private set; } = null!;

    public FakePlugin Plugin { get; private set; } = null!;

    public string CommandId { get; private set; } = "";

    public string PairingId { get; private set; } = "";

    /// <summary>Announced, and not here yet.</summary>
    public string UploadId { get; private set; } = "";

    public TokenView AnnasToken { get; private set; } = null!;

    public string BrowserId => Plugin.Identity.BrowserId;

    public async ValueTask InitializeAsync()
    {
        // Hundreds of refusals come from one address here; their limit has a test of its own.
        Bridge = await Visitor.BridgeAsync(new DoorOptions { RefusedPerMinute = 100_000 });
        Plugin = await Bridge.ConnectAsync("anna", "annas-laptop");
        CommandId = (await Bridge.QueueAsync(new { action = "PING", seller = "anna" })).Id;
        PairingId = (await Bridge.SendAsync("/api/pairings", new { seller = "anna" })).Text("pairing_id")!;
        UploadId = (await Bridge.SendAsync("/api/uploads?seller=anna", new { size = 3, sha256 = new string('0', 64) })).Text("upload_id")!;
        AnnasToken = (await Bridge.TokenAsync("read", "anna")).View;
        await Bridge.SendAsync("/api/lanes/anna/www.vinted.fr/pause", "");
    }

    /// <summary>A secret of this scope for the sellers named.</summary>
    public async Task<string> TokenAsync(string scope, params string[] sellers)
    {
        var key = $"{scope} {string.Join(',', sellers)}";
        if (!_tokens.TryGetValue(key, out var secret)) _tokens[key] = secret = (await Bridge.TokenAsync(scope, sellers)).Token;
        return secret;
    }

    public ValueTask DisposeAsync() => Bridge.DisposeAsync();
}
