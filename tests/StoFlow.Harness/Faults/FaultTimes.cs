namespace StoFlow.Harness.Faults;

/// <summary>How long things take in a run. They hang together: a look at the shop must come after the last moment at which the site may still do a write.</summary>
internal sealed record FaultTimes
{
    /// <summary>Of a write, from acceptance to outcome.</summary>
    public required TimeSpan Deadline { get; init; }

    /// <summary>After how long without a word bridge and plugin give a connection up.</summary>
    public required TimeSpan BridgeSilence { get; init; }

    /// <summary>As <see cref="BridgeSilence"/>, of the plugin; a real one has 45 s.</summary>
    public required TimeSpan PluginSilence { get; init; }

    /// <summary>Between two pings of the bridge.</summary>
    public TimeSpan Ping { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What a slow site takes: longer than any deadline.</summary>
    public TimeSpan Slow => Deadline + TimeSpan.FromMilliseconds(500);

    /// <summary>From an unknown outcome to the look: longer than the site takes at worst.</summary>
    public TimeSpan LookPause => Slow + TimeSpan.FromMilliseconds(1_000);

    /// <summary>How long a line that thaws again stands still: until a caller has looked, and has repeated what it did not see.</summary>
    public TimeSpan Standstill => Deadline + LookPause + TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long bridge and browser may be away between them, one fault upon the other, on a machine with other work to do: by then a caller must have an outcome
    /// or have seen the shop. The faults are over before, so that whoever still waits does not wait for them.
    /// </summary>
    public TimeSpan Away { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Until an arranged fault must have found its victim.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Of the simulated plugin.</summary>
    public static FaultTimes Simulated { get; } = new()
    {
        Deadline = TimeSpan.FromSeconds(3), BridgeSilence = TimeSpan.FromSeconds(12), PluginSilence = TimeSpan.FromSeconds(12),
    };

    /// <summary>Of a real browser, which takes seconds to start.</summary>
    public static FaultTimes Browser { get; } = new()
    {
        Deadline = TimeSpan.FromSeconds(5), BridgeSilence = TimeSpan.FromSeconds(18), PluginSilence = TimeSpan.FromSeconds(45),
    };
}
