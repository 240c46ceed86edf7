using Microsoft.AspNetCore.Http;
using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Policy;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;
using StoFlow.Protocol.Policy;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Commands;

/// <summary>Turns a call into a draft, or says which field is at fault and what is due instead.</summary>
internal sealed class CommandRequestReader(RequestRules rules, SellerBook sellers, BrowserBook browsers, BridgeOptions options)
{
    private const int MaxKey = 200;

    /// <summary>The idempotency key of a call; null when it gives none.</summary>
    public static string? Key(HttpRequest request)
    {
        var given = request.Headers["Idempotency-Key"];
        if (given.Count == 0) return null;
        if (given is not [{ Length: > 0 and <= MaxKey } key] || key.AsSpan().ContainsAnyExceptInRange(' ', '~') || key != key.Trim())
            throw BridgeException.OfField("Idempotency-Key", $"once, 1 to {MaxKey} printable ASCII characters.");
        return key;
    }

    /// <summary>Reads and checks the body of a call.</summary>
    public async Task<CommandDraft> ReadAsync(HttpContext context, Caller caller)
    {
        var asked = await JsonBody.ReadAsync(context, ProtocolJson.Strict.ExecuteRequest, options.Limits.MaxBodyBytes);
        return await ReadAsync(asked, caller, context.RequestAborted) with { ShutOut = context.CallerEnded() };
    }

    /// <summary>Checks what was asked.</summary>
    public async Task<CommandDraft> ReadAsync(ExecuteRequest asked, Caller caller, CancellationToken ct)
    {
        var action = asked.Action == CommandAction.BatchAlias ? CommandAction.Batch : asked.Action;
        if (!CommandAction.All.Contains(action, StringComparer.Ordinal)) throw BridgeException.OfField("action", $"one of {string.Join(", ", CommandAction.All)}.");
        var seller = Seller(asked, caller);
        var since = sellers.Since(seller);
        if (asked.Site is { } named && SitePolicy.Current.Find(named) is null) throw BridgeException.OfField("site", "a host of the site list, such as www.vinted.fr.");
        if (asked.Browser is { } browser && browsers.FindPaired(browser)?.Seller != seller)
            throw BridgeException.OfField("browser", "no browser of this seller has that id; /api/plugin/status lists them.");

        var (bodies, field) = Bodies(asked, action);
        if (asked.TimeoutMs is < 1 or > CommandTimeout.MaxMs) throw BridgeException.OfField("timeout_ms", $"1 to {CommandTimeout.MaxMs} milliseconds.");
        var timeoutMs = CommandTimeout.Of(asked);
        var checkedRequests = new (string Site, string Method)[bodies.Count];
        for (var i = 0; i < bodies.Count; i++)
        {
            checkedRequests[i] = rules.Check(bodies[i], seller, asked.TimeoutMs ?? CommandTimeout.MaxMs, action == CommandAction.Request ? field : $"{field}[{i}]");
            if (checkedRequests[i].Site != checkedRequests[0].Site)
                throw BridgeException.OfField($"{field}[{i}].url", "all requests of one command go to one site; make it several commands.");
        }

        var site = bodies.Count > 0 ? checkedRequests[0].Site : action == CommandAction.Ping ? "" : asked.Site;
        if (bodies.Count > 0 && asked.Site is not null && asked.Site != site) throw BridgeException.OfField("site", $"the requests go to {site}; leave it out or give that.");
        var isWrite = checkedRequests.Any(request => SitePolicy.IsWrite(request.Method));
        if (isWrite) caller.DemandWrite();

        List<SiteRequest>? requests = bodies.Count == 0 ? null : new List<SiteRequest>(bodies.Count);
        for (var i = 0; i < bodies.Count; i++) requests!.Add(await rules.FinishAsync(bodies[i], checkedRequests[i].Method, seller, ct));
        return new CommandDraft(
            action, seller, asked.Browser, site, TimeSpan.FromMilliseconds(timeoutMs), isWrite, requests)
        { SellerSince = since };
    }

    private string Seller(ExecuteRequest asked, Caller caller)
    {
        if (sellers.IsEmpty)
            throw new BridgeException(ErrorCode.NoBrowser, "No browser is paired with this bridge yet: make a code with 'stoflow pair --seller NAME' and type it in the plugin.");
        var seller = asked.Seller ?? caller.OnlySeller ?? OnlyOne(caller) ?? throw BridgeException.OfField("seller", "required: this token may act for several.");
        caller.DemandSeller(seller);
        return sellers.Knows(seller) ? seller : throw BridgeException.OfField("seller", "no such seller; /api/sellers lists them.");
    }

    private string? OnlyOne(Caller caller) => sellers.All.Where(seller => caller.May(seller.Name)).ToList() is [var one] ? one.Name : null;

    private static (IReadOnlyList<RequestBody> Bodies, string Field) Bodies(ExecuteRequest asked, string action)
    {
        switch (action)
        {
            case CommandAction.Request:
                if (asked.Requests is not null) throw BridgeException.OfField("requests", $"{action} takes request, one object.");
                return ([asked.Request ?? throw BridgeException.OfField("request", $"required for {action}.")], "request");
            case CommandAction.Batch or CommandAction.Sequential:
                if (asked.Request is not null) throw BridgeException.OfField("request", $"{action} takes requests, a list.");
                if (asked.Requests is not { Count: > 0 and <= ExecuteRequest.MaxRequests }) throw BridgeException.OfField("requests", $"1 to {ExecuteRequest.MaxRequests} requests for {action}.");
                return (asked.Requests, "requests");
            default:
                if (asked.Request is not null) throw BridgeException.OfField("request", $"{action} takes none.");
                if (asked.Requests is not null) throw BridgeException.OfField("requests", $"{action} takes none.");
                return ([], "request");
        }
    }
}
