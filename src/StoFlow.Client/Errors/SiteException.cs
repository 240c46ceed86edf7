namespace StoFlow.Client;

/// <summary>
/// The site answered, and the answer is an error: <c>site_error</c>, <c>rate_limited</c> (the site's 429), or <c>drift</c> when the answer lacks a field that
/// is relied on. <see cref="StoFlowException.HttpStatus"/> is the site's status. Of a write: the site refused it, it was not done.
/// </summary>
public sealed class SiteException(string code, string detail, Exception? inner = null) : StoFlowException(code, detail, inner)
{
    private const int NotFound = 104;

    /// <summary>The site's own code, such as 99 (validation) or 106 (access denied). Source: <c>code</c> of the answer.</summary>
    public int? SiteCode { get; init; }

    /// <summary>The site's own word for it, such as <c>validation_error</c>. Source: <c>message_code</c>.</summary>
    public string? MessageCode { get; init; }

    /// <summary>The site's text for people, in the site's language. Source: <c>message</c>.</summary>
    public string? SiteMessage { get; init; }

    /// <summary>What the site says about single fields. Source: <c>errors</c>.</summary>
    public IReadOnlyList<FieldMistake> FieldErrors { get; init; } = [];

    /// <summary>With <c>drift</c>: the path of the missing field, such as <c>items[3].price</c>.</summary>
    public string? Path { get; init; }

    /// <summary>The answer was a web page where JSON was due.</summary>
    public bool Html { get; init; }

    /// <summary>
    /// The thing asked for is not there (any more): 404 or 410 with the site's own error, or the site's code 104. A web page with 404 does not count: that is a
    /// dead address.
    /// </summary>
    public bool IsGone => !Html && (HttpStatus is 404 or 410 || SiteCode == NotFound);
}
