namespace StoFlow.Bridge.Policy;

/// <summary>
/// Which of the tokens or pairings that have ended are forgotten: those that ended too long ago and, of the others, all but the newest <see cref="MostKept"/>.
/// Whoever makes new ones each day would have the list grow for ever.
/// </summary>
internal static class EndedLongAgo
{
    /// <summary>That are kept; the audit list tells of the others as long as it is kept itself.</summary>
    public const int MostKept = 1_000;

    private const int InOneCommit = 500;

    /// <param name="all">Also those that are good.</param>
    /// <param name="end">When it ended or will end, if ever.</param>
    /// <param name="now">By the clock by which what is old is forgotten.</param>
    /// <param name="oldest">What ended before has been kept long enough.</param>
    public static IEnumerable<T[]> Of<T>(IEnumerable<T> all, Func<T, DateTimeOffset?> end, DateTimeOffset now, DateTimeOffset oldest)
    {
        var ended = all.Where(one => end(one) <= now).ToList();
        if (ended.Count > MostKept) ended.Sort((one, other) => Nullable.Compare(end(other), end(one)));
        return ended.Where((one, i) => i >= MostKept || end(one) < oldest).Chunk(InOneCommit);
    }
}
