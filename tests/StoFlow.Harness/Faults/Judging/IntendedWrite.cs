namespace StoFlow.Harness.Faults.Judging;

/// <summary>One thing that a caller wants done exactly once, with all the tries that it took.</summary>
/// <param name="ItemId">The item that it is about; null for what makes something new.</param>
internal sealed record IntendedWrite(int Number, WriteKind Kind, long? ItemId)
{
    private readonly List<Attempt> _attempts = [];

    public IReadOnlyList<Attempt> Attempts => _attempts;

    /// <summary>What the caller was told in the end.</summary>
    public Told Told { get; set; }

    public Attempt Add(Attempt attempt)
    {
        _attempts.Add(attempt);
        return attempt;
    }
}
