namespace StoFlow.Sandbox.Control;

/// <summary>Body of <c>POST /control/faults</c>. Plain setters: generated JSON code would write over the defaults of <c>init</c> ones.</summary>
internal sealed record FaultRequest
{
    public string? Kind { get; set; } = "";

    /// <summary>Calls it hits.</summary>
    public int Count { get; set; } = 1;

    /// <summary>Calls let through first.</summary>
    public int Skip { get; set; }

    public int? RetryAfterS { get; set; }

    /// <summary>Prefix of the path, with or without <c>/api/v2</c>.</summary>
    public string? Path { get; set; }

    public string? Method { get; set; }

    public int DelayMs { get; set; } = 5_000;

    /// <summary>For <c>slow</c>: <c>before</c> or <c>after</c> the effect.</summary>
    public string? When { get; set; } = "before";

    /// <summary>For <c>rate_limit</c>: <c>json</c>, <c>empty</c> or <c>code_106</c>.</summary>
    public string? Variant { get; set; } = "json";

    /// <summary>For <c>write_then_close</c> and <c>close_first</c>: stream, reset, connection or partial.</summary>
    public string? How { get; set; } = "stream";

    /// <summary>For <c>server_error</c>.</summary>
    public int Status { get; set; } = 500;

    /// <summary>For <c>thin_body</c>: only fields of these names are left out, wherever they are in the body. Empty: the whole body is.</summary>
    public string[]? Drop { get; set; }

    /// <summary>For <c>thin_body</c>: fields of these names come as <c>{"value":…}</c>, wherever they are in the body.</summary>
    public string[]? Wrap { get; set; }

    /// <summary>For challenges: stays, on pages too, until <c>POST /control/challenge/solve</c> or the page's button.</summary>
    public bool Sticky { get; set; }
}
