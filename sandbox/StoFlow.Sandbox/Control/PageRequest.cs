namespace StoFlow.Sandbox.Control;

/// <summary>Body of <c>POST /control/page</c>.</summary>
internal sealed record PageRequest
{
    /// <summary>escaped, plain, double_escaped, unicode_escaped, meta, next_data, two_tokens or absent.</summary>
    public string? Form { get; set; }

    /// <summary>Gives the site a new anti-forgery token; the old one is refused.</summary>
    public bool Rotate { get; set; }
}
