using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Client;

/// <summary>The operator's part of the bridge's API. What makes or removes something needs an admin token (<c>forbidden</c> otherwise).</summary>
public sealed class BridgeAdministration
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(30);
    private readonly BridgeTransport _transport;

    internal BridgeAdministration(BridgeTransport transport) => _transport = transport;

    /// <summary>
    /// A look over the whole bridge: store, audit list, exposure, tokens, browsers, and whether the site's answers still hold what is relied on. Needs an admin
    /// token for all sellers.
    /// </summary>
    /// <exception cref="RefusedException"><c>forbidden</c>: the token may not.</exception>
    public Task<DoctorReport> LookAsync(CancellationToken cancel = default)
        => _transport.SendAsync(BridgeTransport.Read("api/doctor", Short), ProtocolJson.Relaxed.DoctorReport, cancel);

    /// <summary>All sellers that the token may see.</summary>
    public async Task<IReadOnlyList<SellerView>> ListSellersAsync(CancellationToken cancel = default)
        => (await _transport.SendAsync(BridgeTransport.Read("api/sellers", Short), ProtocolJson.Relaxed.SellerList, cancel).ConfigureAwait(false)).Sellers;

    /// <summary>Makes a seller: 1 to 64 of letters, digits, dot, dash, underscore.</summary>
    public Task<SellerView> CreateSellerAsync(string name, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _transport.SendAsync(
            BridgeTransport.Post("api/sellers", new SellerRequest(name), ProtocolJson.Relaxed.SellerRequest, Short, repeatable: false), ProtocolJson.Relaxed.SellerView, cancel);
    }

    /// <summary>Removes a seller with its browsers, whose sockets close, what waits for them, its lanes, and its name in tokens; a token that names nobody else ends.</summary>
    public Task DeleteSellerAsync(string name, CancellationToken cancel = default) => DeleteAsync("api/sellers/" + PathText.Of(name, "name"), cancel);

    /// <summary>All paired browsers that the token may see.</summary>
    public async Task<IReadOnlyList<BrowserView>> ListBrowsersAsync(CancellationToken cancel = default)
        => (await _transport.SendAsync(BridgeTransport.Read("api/browsers", Short), ProtocolJson.Relaxed.BrowserList, cancel).ConfigureAwait(false)).Browsers;

    /// <summary>Gives a browser another name in lists: 1 to 64 characters.</summary>
    public Task RenameBrowserAsync(string id, string name, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        var path = "api/browsers/" + PathText.Of(id, "id");
        return _transport.SendAsync(
            new BridgeCall(
                () => new HttpRequestMessage(HttpMethod.Patch, path)
                {
                    Content = JsonContent.Create<JsonNode>(new JsonObject { ["name"] = name }, ClientJson.Default.JsonNode),
                },
                Short),
            cancel);
    }

    /// <summary>Revokes a browser; its socket closes.</summary>
    public Task RevokeBrowserAsync(string id, CancellationToken cancel = default) => DeleteAsync("api/browsers/" + PathText.Of(id, "id"), cancel);

    /// <summary>All tokens, without their secrets.</summary>
    public async Task<IReadOnlyList<TokenView>> ListTokensAsync(CancellationToken cancel = default)
        => (await _transport.SendAsync(BridgeTransport.Read("api/tokens", Short), ProtocolJson.Relaxed.TokenList, cancel).ConfigureAwait(false)).Tokens;

    /// <summary>Makes a token. Its secret is in the answer and is never shown again.</summary>
    public Task<TokenCreated> CreateTokenAsync(TokenRequest request, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _transport.SendAsync(
            BridgeTransport.Post("api/tokens", request, ProtocolJson.Relaxed.TokenRequest, Short, repeatable: false), ProtocolJson.Relaxed.TokenCreated, cancel);
    }

    /// <summary>Makes a successor of a token; the old one still opens doors for an hour. The new secret is in the answer and is never shown again.</summary>
    public Task<TokenCreated> RotateTokenAsync(string id, CancellationToken cancel = default)
    {
        var path = $"api/tokens/{PathText.Of(id, "id")}/rotate";
        return _transport.SendAsync(
            new BridgeCall(() => new HttpRequestMessage(HttpMethod.Post, path), Short) { Repeatable = false }, ProtocolJson.Relaxed.TokenCreated, cancel);
    }

    /// <summary>Revokes a token; it is refused from now on.</summary>
    public Task RevokeTokenAsync(string id, CancellationToken cancel = default) => DeleteAsync("api/tokens/" + PathText.Of(id, "id"), cancel);

    /// <summary>Makes a code, good for 10 minutes and one use, for the seller to type in the plugin. An unknown seller is made.</summary>
    public Task<PairingView> CreatePairingAsync(string seller, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(seller);
        return _transport.SendAsync(
            BridgeTransport.Post("api/pairings", new PairingRequest(seller), ProtocolJson.Relaxed.PairingRequest, Short, repeatable: false), ProtocolJson.Relaxed.PairingView, cancel);
    }

    /// <summary>How far a pairing is: <c>waiting</c>, <c>paired</c> or <c>expired</c>.</summary>
    public Task<PairingView> GetPairingAsync(string pairingId, CancellationToken cancel = default)
        => _transport.SendAsync(BridgeTransport.Read("api/pairings/" + PathText.Of(pairingId, "pairing_id"), Short), ProtocolJson.Relaxed.PairingView, cancel);

    /// <summary>All lanes that the token may see.</summary>
    public async Task<IReadOnlyList<LaneView>> ListLanesAsync(CancellationToken cancel = default)
        => (await _transport.SendAsync(BridgeTransport.Read("api/lanes", Short), ProtocolJson.Relaxed.LaneList, cancel).ConfigureAwait(false)).Lanes;

    /// <summary>Pauses one account's lane by hand.</summary>
    /// <param name="seller">The seller.</param>
    /// <param name="site">Its site, such as <c>www.vinted.fr</c>.</param>
    /// <param name="cancel">Stops the waiting.</param>
    public Task PauseLaneAsync(string seller, string site, CancellationToken cancel = default) => LaneAsync(seller, site, "pause", cancel);

    /// <summary>Lets a paused lane go on. After a challenge only the person should say so.</summary>
    /// <param name="seller">The seller.</param>
    /// <param name="site">Its site, such as <c>www.vinted.fr</c>.</param>
    /// <param name="cancel">Stops the waiting.</param>
    public Task ResumeLaneAsync(string seller, string site, CancellationToken cancel = default) => LaneAsync(seller, site, "resume", cancel);

    /// <summary>A page of the audit list, newest first.</summary>
    /// <param name="seller">Only this seller's.</param>
    /// <param name="after">The <c>Next</c> of the page before.</param>
    /// <param name="limit">Most entries of a page; the bridge's default when null.</param>
    /// <param name="cancel">Stops the waiting.</param>
    public Task<AuditPage> AuditAsync(string? seller = null, long? after = null, int? limit = null, CancellationToken cancel = default)
    {
        var path = "api/audit" + QueryText.Of(
            ("seller", seller), ("after", after?.ToString(CultureInfo.InvariantCulture)), ("limit", limit?.ToString(CultureInfo.InvariantCulture)));
        return _transport.SendAsync(BridgeTransport.Read(path, Short), ProtocolJson.Relaxed.AuditPage, cancel);
    }

    private Task LaneAsync(string seller, string site, string verb, CancellationToken cancel)
    {
        var path = $"api/lanes/{PathText.Of(seller, "seller")}/{PathText.Of(site, "site")}/{verb}";
        return _transport.SendAsync(new BridgeCall(() => new HttpRequestMessage(HttpMethod.Post, path), Short), cancel);
    }

    private Task DeleteAsync(string path, CancellationToken cancel)
        => _transport.SendAsync(new BridgeCall(() => new HttpRequestMessage(HttpMethod.Delete, path), Short) { Repeatable = false }, cancel);
}
