namespace StoFlow.Sandbox.Ledger;

/// <summary>One request as it came, without anything secret: headers are named as present, right or wrong, never quoted.</summary>
internal sealed record RequestNote
{
    public long Seq { get; init; }

    public DateTimeOffset At { get; init; }

    public required string Host { get; init; }

    public required string Method { get; init; }

    /// <summary>Path with query.</summary>
    public required string Path { get; init; }

    public int Status { get; init; }

    public double DurationMs { get; init; }

    public string? Origin { get; init; }

    public string? FetchSite { get; init; }

    public required string Protocol { get; init; }

    /// <summary><c>ok</c>, <c>wrong</c> or <c>missing</c>.</summary>
    public required string Csrf { get; init; }

    public bool AnonId { get; init; }

    public bool SignedIn { get; init; }

    public string? Fault { get; init; }

    public bool AfterChallenge { get; init; }
}
