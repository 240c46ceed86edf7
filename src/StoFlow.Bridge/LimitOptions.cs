using System.ComponentModel.DataAnnotations;

namespace StoFlow.Bridge;

/// <summary>Sizes and counts that bound the bridge.</summary>
public sealed class LimitOptions
{
    /// <summary>Commands that wait in one lane; default 1,000. One more is answered <c>queue_full</c>.</summary>
    [Range(1, 100_000, ErrorMessage = "Limits.QueuePerLane: 1 to 100000.")]
    public int QueuePerLane { get; init; } = 1_000;

    /// <summary>Commands that have not ended, over all sellers; default 20,000. One seller has three quarters at most.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Limits.LiveCommands: 1 to 1000000.")]
    public int LiveCommands { get; init; } = 20_000;

    /// <summary>What the requests of commands that have not ended take in memory, in bytes; default 512 MB. One seller has three quarters at most.</summary>
    [Range(1_024L, 1_099_511_627_776L, ErrorMessage = "Limits.LiveBytes: 1024 to 1099511627776.")]
    public long LiveBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>JSON in one call, in bytes; default 16 MB.</summary>
    [Range(1_024, 1_073_741_824, ErrorMessage = "Limits.MaxBodyBytes: 1024 to 1073741824.")]
    public int MaxBodyBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>One upload, in bytes; default 50 MB.</summary>
    [Range(1_024L, 4_294_967_296L, ErrorMessage = "Limits.MaxUploadBytes: 1024 to 4294967296.")]
    public long MaxUploadBytes { get; init; } = 50L * 1024 * 1024;

    /// <summary>All uploads together, in bytes; default 2 GB. One seller has three quarters at most.</summary>
    [Range(1_024L, 1_099_511_627_776L, ErrorMessage = "Limits.AllUploadBytes: 1024 to 1099511627776.")]
    public long AllUploadBytes { get; init; } = 2L * 1024 * 1024 * 1024;

    /// <summary>The largest result a browser may hand over, in bytes; default 64 MB.</summary>
    [Range(1_048_576L, 1_073_741_824L, ErrorMessage = "Limits.MaxResultBytes: 1048576 to 1073741824.")]
    public long MaxResultBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>Readers of <c>/api/events</c>; default 64. One token has three quarters at most.</summary>
    [Range(1, 10_000, ErrorMessage = "Limits.EventReaders: 1 to 10000.")]
    public int EventReaders { get; init; } = 64;

    /// <summary>Events kept for a reader that falls behind or comes back; default 1,024. One more and it is dropped.</summary>
    [Range(1, 100_000, ErrorMessage = "Limits.EventBacklog: 1 to 100000.")]
    public int EventBacklog { get; init; } = 1_024;

    /// <summary>WebSockets of plugins; default 10,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Limits.Connections: 1 to 1000000.")]
    public int Connections { get; init; } = 10_000;
}
