namespace StoFlow.Sandbox.Faults;

/// <summary>A fault waiting for the calls it is to hit.</summary>
internal sealed class Fault(FaultKind kind, string name, int count)
{
    public FaultKind Kind { get; } = kind;

    public string Name { get; } = name;

    /// <summary>Hits left.</summary>
    public int Left { get; set; } = count;

    public int Hits { get; set; }

    /// <summary>How often the board had been cleared when it was put there: a call it has hit cannot bring it back after a clear.</summary>
    public int Era { get; set; }

    /// <summary>Calls let through before the first hit.</summary>
    public int Skip { get; set; }

    public string? PathPrefix { get; init; }

    public string? Method { get; init; }

    /// <summary>Seconds in <c>Retry-After</c>; none when null.</summary>
    public int? RetryAfterS { get; init; }

    public int DelayMs { get; init; } = 5_000;

    /// <summary>For <c>slow</c>: wait after the effect, before the answer.</summary>
    public bool AfterEffect { get; init; }

    /// <summary>For the closing kinds: one of <see cref="Cutting.Ways"/>.</summary>
    public string How { get; init; } = "stream";

    /// <summary>For <c>rate_limit</c>: <c>json</c>, <c>empty</c> or <c>code_106</c>.</summary>
    public string Variant { get; init; } = "json";

    /// <summary>For <c>server_error</c>: the status.</summary>
    public int Status { get; init; } = 500;

    /// <summary>For <c>thin_body</c>: the names of the fields to leave out; empty for everything.</summary>
    public string[] Drop { get; init; } = [];

    /// <summary>For <c>thin_body</c>: the names of the fields that come as an object around what they were.</summary>
    public string[] Wrap { get; init; } = [];

    /// <summary>For challenges: stay until somebody solves it.</summary>
    public bool Sticky { get; init; }

    public bool IsChallenge => Kind is FaultKind.ChallengeJson or FaultKind.ChallengeHtml or FaultKind.Challenge200;

    public bool WritesOnly => Kind is FaultKind.WriteThen504 or FaultKind.WriteThenClose or FaultKind.CsrfChanged;

    public bool Fits(string path, string method, bool write)
        => Left > 0 && Kind is not FaultKind.CsrfAbsent && (write || !WritesOnly)
        && (Method is null || string.Equals(Method, method, StringComparison.OrdinalIgnoreCase))
        && (PathPrefix is null || Begins(path, PathPrefix) || Begins(path, "/api/v2" + PathPrefix));

    // An id may be written as a star or in braces.
    private static bool Begins(string path, string prefix)
    {
        if (prefix.AsSpan().IndexOfAny('*', '{') < 0) return path.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
        var (parts, wanted) = (path.Split('/'), prefix.Split('/'));
        for (var i = 0; i < wanted.Length; i++)
        {
            if (i >= parts.Length) return false;
            if (wanted[i] is "*" or ['{', .., '}']) continue;
            var last = i == wanted.Length - 1;
            if (!(last ? parts[i].StartsWith(wanted[i], StringComparison.OrdinalIgnoreCase) : parts[i].Equals(wanted[i], StringComparison.OrdinalIgnoreCase))) return false;
        }

        return true;
    }
}
