namespace StoFlow.Client;

/// <summary>Codes that this package adds to <see cref="Protocol.ErrorCode"/>: what only the caller's side can see.</summary>
public static class ClientErrorCode
{
    /// <summary>No answer from the bridge, and nothing can have been sent to the site by this call.</summary>
    public const string BridgeUnreachable = "bridge_unreachable";

    /// <summary>The bridge's answer could not be read: something else listens there, or the versions do not fit.</summary>
    public const string BridgeAnswer = "bridge_answer";

    /// <summary>The site answered with an error of its own.</summary>
    public const string SiteError = "site_error";

    /// <summary>The site's answer lacks a field that this package relies on: the site has changed.</summary>
    public const string Drift = "drift";

    /// <summary>The list kept changing while it was read, so it cannot be called complete.</summary>
    public const string ListUnsettled = "list_unsettled";
}
