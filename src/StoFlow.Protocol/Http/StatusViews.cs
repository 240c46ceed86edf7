using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using StoFlow.Protocol.Wire;

namespace StoFlow.Protocol.Http;

/// <summary><c>GET /api/health</c>: nothing secret.</summary>
public sealed record BridgeHealth(string Status, string Service, string Version);

/// <summary><c>GET /api/plugin/status</c>.</summary>
/// <param name="PluginAvailable">At least one browser of the token's sellers is connected.</param>
public sealed record PluginStatus(bool PluginAvailable, IReadOnlyList<BrowserView> Browsers);

/// <summary>A paired browser.</summary>
/// <param name="Problem">Why it cannot work though it is there, as an error code (<c>plugin_outdated</c>).</param>
public sealed record BrowserView(
    string Id,
    string Name,
    string Seller,
    bool Online,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Browser,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? PluginVersion,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? LastSeen,
    IReadOnlyList<SiteStatus> Sites,
    DateTimeOffset? PairedAt = null,
    bool? Paused = null,
    string? Problem = null);

/// <summary>All browsers that the token may see.</summary>
public sealed record BrowserList(IReadOnlyList<BrowserView> Browsers);

/// <summary>An upload that a request may name.</summary>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">In hex.</param>
/// <param name="Received">How much of it the bridge has, in bytes; <paramref name="Size"/> once requests may name it.</param>
public sealed record UploadView(
    string UploadId, long Size, [property: JsonPropertyName("sha256")] string Sha256, long? Received = null);

/// <summary><c>POST /api/uploads</c> in JSON: announces a file that comes in chunks.</summary>
/// <param name="Size">Of the whole, in bytes.</param>
/// <param name="Sha256">Of the whole, in hex.</param>
public sealed record UploadRequest(
    [property: Range(1, 9_007_199_254_740_991)] long Size,
    [property: JsonPropertyName("sha256"), RegularExpression("^[0-9A-Fa-f]{64}$")] string Sha256);

/// <summary>A lane as screens show it.</summary>
public sealed record LaneView(
    string Seller, string Site, string State, int Waiting, int Running, string? Code = null, string? Detail = null, DateTimeOffset? Until = null);

/// <summary>All lanes that the token may see.</summary>
public sealed record LaneList(IReadOnlyList<LaneView> Lanes);
