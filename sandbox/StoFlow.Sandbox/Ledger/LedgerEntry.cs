namespace StoFlow.Sandbox.Ledger;

/// <summary>One line of the ledger: a request that changed something or was refused.</summary>
internal sealed record LedgerEntry
{
    public long Seq { get; init; }

    public DateTimeOffset At { get; init; }

    public required string Method { get; init; }

    public required string Path { get; init; }

    /// <summary>The status that was answered; 0 when the connection was closed instead.</summary>
    public int Status { get; init; }

    public required string Effect { get; init; }

    public long? ItemId { get; init; }

    public long? PhotoId { get; init; }

    public string? Title { get; init; }

    public decimal? Price { get; init; }

    public string? Sha256 { get; init; }

    /// <summary>Bytes of an uploaded photo.</summary>
    public long? Size { get; init; }

    public string? Host { get; init; }

    public string? Login { get; init; }

    /// <summary>The end of the description: where a client may leave a mark of its own.</summary>
    public string? Reference { get; init; }

    /// <summary>Error code of a refusal.</summary>
    public int? Code { get; init; }

    /// <summary>Why it was refused, in a word: the message code, or the fault.</summary>
    public string? Reason { get; init; }

    /// <summary>The fault that changed the answer, when one did.</summary>
    public string? Fault { get; init; }
}
