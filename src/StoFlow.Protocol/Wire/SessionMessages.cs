namespace StoFlow.Protocol.Wire;

/// <summary>What the plugin holds after a reconnect, page by page; <c>docs/protocol.md</c> §9.</summary>
public sealed record Holdings(
    IReadOnlyList<string> Running, IReadOnlyList<string> Begun, IReadOnlyList<string> Ended, bool Last) : WireMessage;

/// <summary>How the browser stands with each site.</summary>
public sealed record BrowserStatus(bool Paused, IReadOnlyList<SiteStatus> Sites) : WireMessage;

/// <summary>One site in one browser.</summary>
/// <param name="Site">The host.</param>
/// <param name="Tab"><c>open</c> or <c>none</c>.</param>
/// <param name="Permission">Whether the browser has granted the plugin this site.</param>
/// <param name="SignedIn">Absent when no page has been read yet.</param>
/// <param name="Login">The account's public name.</param>
public sealed record SiteStatus(string Site, string Tab, bool Permission, bool? SignedIn = null, string? Login = null);

/// <summary>Is the background awake?</summary>
public sealed record Ping(long Seq) : WireMessage;

/// <summary>It is.</summary>
public sealed record Pong(long Seq) : WireMessage;

/// <summary>The lane of a site was paused or goes on; <c>until</c> is ISO 8601 UTC.</summary>
public sealed record LaneNotice(string Site, string State, string? Code = null, string? Detail = null, string? Until = null) : WireMessage;

/// <summary>The seller asks to <c>pause</c> or <c>resume</c> one site, or all; or the plugin must stop for them, and says why.</summary>
public sealed record LaneAsk(string Want, string? Site = null, string? Detail = null) : WireMessage;
