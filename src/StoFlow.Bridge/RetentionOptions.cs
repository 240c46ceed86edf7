using System.ComponentModel.DataAnnotations;

namespace StoFlow.Bridge;

/// <summary>How long what has ended is kept.</summary>
public sealed class RetentionOptions
{
    /// <summary>Days that the records of writes are kept; default 30.</summary>
    [Range(1, 3_650, ErrorMessage = "Retention.WriteDays: 1 to 3650.")]
    public int WriteDays { get; init; } = 30;

    /// <summary>Records of writes kept at most; default 200,000. The oldest go first.</summary>
    [Range(100, 100_000_000, ErrorMessage = "Retention.Writes: 100 to 100000000.")]
    public int Writes { get; init; } = 200_000;

    /// <summary>Minutes that the outcome of a read stays in memory; default 15.</summary>
    [Range(1, 1_440, ErrorMessage = "Retention.ReadMinutes: 1 to 1440.")]
    public int ReadMinutes { get; init; } = 15;

    /// <summary>Outcomes kept in memory at most; default 2,000.</summary>
    [Range(10, 1_000_000, ErrorMessage = "Retention.Reads: 10 to 1000000.")]
    public int Reads { get; init; } = 2_000;

    /// <summary>Bytes of outcomes kept in memory at most; default 16 MB.</summary>
    [Range(1_048_576L, 4_294_967_296L, ErrorMessage = "Retention.ReadBytes: 1048576 to 4294967296.")]
    public long ReadBytes { get; init; } = 16L * 1024 * 1024;

    /// <summary>Days that the lines of the audit list are kept; default 365.</summary>
    [Range(1, 36_500, ErrorMessage = "Retention.AuditDays: 1 to 36500.")]
    public int AuditDays { get; init; } = 365;

    /// <summary>Hours that an upload waits to be used; default 24.</summary>
    [Range(1, 720, ErrorMessage = "Retention.UploadHours: 1 to 720.")]
    public int UploadHours { get; init; } = 24;
}
