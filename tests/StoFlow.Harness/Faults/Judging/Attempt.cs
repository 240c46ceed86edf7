namespace StoFlow.Harness.Faults.Judging;

/// <summary>One try at a write, under a key of its own: the next one is made only when this one surely did not happen.</summary>
/// <param name="Key">The idempotency key, however often it is sent.</param>
/// <param name="Mark">What the ledger shows of this try alone: a title, or the hash of a photo. Null where only the item tells.</param>
internal sealed record Attempt(string Key, string? Mark)
{
    /// <summary>When it was begun.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>What the caller was told of this try.</summary>
    public Told Told { get; set; }

    /// <summary>What happened to it, for the report of a failure.</summary>
    public List<string> Story { get; } = [];
}
