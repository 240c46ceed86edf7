using System.ComponentModel.DataAnnotations;

namespace StoFlow.Bridge;

/// <summary>How fast a lane goes. The share of the person stretches the gaps, so that their own clicks fit under the site's limit.</summary>
public sealed record PaceOptions
{
    /// <summary>Slow enough for a seller's own account: the default.</summary>
    public static PaceOptions Gentle { get; } = new();

    /// <summary>No gaps: for the sandbox, the demo and benchmarks. As many reads at once as a browser opens connections to one host over HTTP/1.1.</summary>
    public static PaceOptions Off { get; } = new() { ReadGapMs = 0, WriteGapMs = 0, ParallelReads = 6, PersonShare = 0 };

    /// <summary>Least time between the starts of two reads, in milliseconds; default 500.</summary>
    [Range(0, 3_600_000, ErrorMessage = "Pace.ReadGapMs: 0 to 3600000.")]
    public int ReadGapMs { get; init; } = 500;

    /// <summary>Least time between the starts of two writes, in milliseconds; default 2,500.</summary>
    [Range(0, 3_600_000, ErrorMessage = "Pace.WriteGapMs: 0 to 3600000.")]
    public int WriteGapMs { get; init; } = 2_500;

    /// <summary>Reads of one lane that may run at once; default 2.</summary>
    [Range(1, 256, ErrorMessage = "Pace.ParallelReads: 1 to 256.")]
    public int ParallelReads { get; init; } = 2;

    /// <summary>The part of the pace left to the person, 0 to 0.9; default 0.2: gaps grow by a quarter.</summary>
    [Range(0d, 0.9d, ErrorMessage = "Pace.PersonShare: 0 to 0.9.")]
    public double PersonShare { get; init; } = 0.2;

    /// <summary>First pause after a 429 without <c>Retry-After</c>, in milliseconds; doubles each time; default 30,000.</summary>
    [Range(10, 3_600_000, ErrorMessage = "Pace.BackOffMs: 10 to 3600000.")]
    public int BackOffMs { get; init; } = 30_000;

    /// <summary>Longest pause after a 429, in milliseconds; default 900,000.</summary>
    [Range(10, 86_400_000, ErrorMessage = "Pace.MaxBackOffMs: 10 to 86400000.")]
    public int MaxBackOffMs { get; init; } = 900_000;

    /// <summary>The preset of a name: <c>gentle</c> or <c>off</c>; null for any other.</summary>
    public static PaceOptions? Preset(string name) => name switch
    {
        "gentle" => Gentle,
        "off" => Off,
        _ => null,
    };
}
