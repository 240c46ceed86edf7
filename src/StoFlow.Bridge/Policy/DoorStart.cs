using Microsoft.Extensions.Logging;
using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Pairing;

namespace StoFlow.Bridge.Policy;

/// <summary>What must be true before the first connection: everybody known is in memory, and the operator has a token.</summary>
internal sealed partial class DoorStart(TokenBook tokens, BrowserBook browsers, SellerBook sellers, AdminTokenFile adminToken, AuditLog audit)
{
    /// <summary>Reads the identities and sees to the admin token.</summary>
    public async Task RunAsync(BridgeOptions options, ILogger<DoorStart> log, CancellationToken ct)
    {
        tokens.Load();
        browsers.Load();
        sellers.Load();
        await adminToken.EnsureAsync(ct);
        await audit.RecordAsync(new AuditDraft(AuditWords.Bridge, AuditWords.BridgeStarted, null, BridgeInfo.Version, null), ct);
        foreach (var way in Listening.WaysIn(options)) LogWide(log, way);
    }

    [LoggerMessage(
        210, LogLevel.Warning,
        "THE BRIDGE IS REACHABLE FROM OTHER MACHINES by {Way}. Whoever holds a token controls the sellers' accounts: "
        + "keep the firewall tight, and listen on 127.0.0.1 if this is not meant")]
    private static partial void LogWide(ILogger logger, string way);
}
