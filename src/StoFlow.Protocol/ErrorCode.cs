namespace StoFlow.Protocol;

/// <summary>Why there is no answer from the site. The same words on the wire, in HTTP answers, in the client and in <c>docs/errors.md</c>.</summary>
public static class ErrorCode
{
#pragma warning disable CS1591 // Each is described once, in docs/errors.md; a test holds that it is.
    public const string InvalidRequest = "invalid_request";
    public const string Unauthorized = "unauthorized";
    public const string Forbidden = "forbidden";
    public const string NotAllowedByPolicy = "not_allowed_by_policy";
    public const string NotFound = "not_found";
    public const string IdempotencyConflict = "idempotency_conflict";
    public const string NoBrowser = "no_browser";
    public const string NoSiteTab = "no_site_tab";
    public const string SitePermissionMissing = "site_permission_missing";
    public const string NotSignedIn = "not_signed_in";
    public const string CsrfMissing = "csrf_missing";
    public const string Challenge = "challenge";
    public const string LanePaused = "lane_paused";
    public const string QueueFull = "queue_full";
    public const string RateLimited = "rate_limited";
    public const string Timeout = "timeout";
    public const string OutcomeUnknown = "outcome_unknown";
    public const string Cancelled = "cancelled";
    public const string Expired = "expired";
    public const string StorageUnavailable = "storage_unavailable";
    public const string PluginOutdated = "plugin_outdated";

    /// <summary>A response only: the site could not be reached from the tab.</summary>
    public const string Network = "network";

    /// <summary>A response only: an earlier request failed or the lane stopped, so this one never ran.</summary>
    public const string NotRun = "not_run";

    /// <summary>A body is no longer held by the other side.</summary>
    public const string BodyGone = "body_gone";

    /// <summary>The bridge itself failed. The command's id finds it in the log.</summary>
    public const string Internal = "internal";
#pragma warning restore CS1591

    /// <summary>The HTTP status that carries a code.</summary>
    /// <param name="code">One of the constants above.</param>
    public static int HttpStatus(string code) => code switch
    {
        InvalidRequest => 400,
        Unauthorized => 401,
        Forbidden or NotAllowedByPolicy => 403,
        NotFound => 404,
        IdempotencyConflict or Cancelled => 409,
        Expired => 410,
        QueueFull or RateLimited => 429,
        NoBrowser or NoSiteTab or SitePermissionMissing or NotSignedIn or CsrfMissing or Challenge or LanePaused
            or StorageUnavailable or PluginOutdated or BodyGone => 503,
        Network => 502,
        Timeout or OutcomeUnknown => 504,
        _ => 500,
    };
}
