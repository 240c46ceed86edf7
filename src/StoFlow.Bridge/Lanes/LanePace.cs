namespace StoFlow.Bridge.Lanes;

/// <summary>The pace that a lane keeps, with the person's share taken off.</summary>
internal sealed class LanePace(PaceOptions options)
{
    /// <summary>No gaps: for commands that touch no site.</summary>
    public static LanePace None { get; } = new(PaceOptions.Off with { ParallelReads = 64 });

    public int ParallelReads { get; } = Math.Max(1, (int)(options.ParallelReads * (1 - options.PersonShare) + 0.5));

    public int ReadGapMs { get; } = Stretch(options.ReadGapMs, options.PersonShare);

    public int WriteGapMs { get; } = Stretch(options.WriteGapMs, options.PersonShare);

    /// <summary>Least time between two starts.</summary>
    public int GapMs(bool write) => write ? WriteGapMs : ReadGapMs;

    /// <summary>How long to stand still after the site's <paramref name="attempt"/>th limit in a row that says no time itself.</summary>
    public TimeSpan BackOff(int attempt) =>
        TimeSpan.FromMilliseconds(Math.Min(options.MaxBackOffMs, options.BackOffMs * Math.Pow(2, Math.Min(attempt, 30))));

    private static int Stretch(int gapMs, double share) => (int)Math.Ceiling(gapMs / (1 - share));
}
