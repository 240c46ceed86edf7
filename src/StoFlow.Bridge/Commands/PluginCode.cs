using System.Collections.Frozen;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Commands;

/// <summary>
/// The codes that a browser may give for a failure. What else it says is no word of ours: metrics carry codes as labels, and any token may read those.
/// </summary>
internal static class PluginCode
{
    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.Ordinal,
        ErrorCode.InvalidRequest, ErrorCode.NotAllowedByPolicy, ErrorCode.NoSiteTab, ErrorCode.SitePermissionMissing, ErrorCode.NotSignedIn,
        ErrorCode.CsrfMissing, ErrorCode.Challenge, ErrorCode.LanePaused, ErrorCode.RateLimited, ErrorCode.Timeout, ErrorCode.OutcomeUnknown,
        ErrorCode.Cancelled, ErrorCode.Expired, ErrorCode.StorageUnavailable, ErrorCode.Network, ErrorCode.NotRun, ErrorCode.BodyGone, ErrorCode.Internal);

    /// <summary>The code, or <c>internal</c> for one that is none of these; null stays null.</summary>
    public static string? Fit(string? code) => code is null || Known.Contains(code) ? code : ErrorCode.Internal;
}
