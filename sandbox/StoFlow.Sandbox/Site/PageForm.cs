namespace StoFlow.Sandbox.Site;

/// <summary>How pages carry their data and the anti-forgery token.</summary>
internal enum PageForm
{
    /// <summary>Stream chunks, quotes escaped once: what the site does today.</summary>
    Escaped,

    /// <summary>A script with plain JSON.</summary>
    Plain,

    /// <summary>Stream chunks, quotes escaped twice.</summary>
    DoubleEscaped,

    /// <summary>Stream chunks with <c>\u0022</c> for quotes.</summary>
    UnicodeEscaped,

    /// <summary>The token only in a meta tag.</summary>
    Meta,

    /// <summary>One <c>__NEXT_DATA__</c> script.</summary>
    NextData,

    /// <summary>Two different tokens on the page.</summary>
    TwoTokens,

    /// <summary>No token at all.</summary>
    Absent,
}
