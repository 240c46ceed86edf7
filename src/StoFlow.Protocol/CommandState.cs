using System.Text.Json.Serialization;

namespace StoFlow.Protocol;

/// <summary>Where a command is. The last five are ends: none leads back to a running one. The bridge's store keeps the numbers: add at the end, change none.</summary>
public enum CommandState
{
    /// <summary>Accepted; waits for its turn or its browser.</summary>
    [JsonStringEnumMemberName("queued")]
    Queued,

    /// <summary>Left for the browser, which has not said that it began.</summary>
    [JsonStringEnumMemberName("sent")]
    Sent,

    /// <summary>The browser began it.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>The site answered, whatever it said.</summary>
    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>The site did not answer, for the reason in the code.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Cancelled before it began, or a read while it ran.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,

    /// <summary>Its deadline passed before it began.</summary>
    [JsonStringEnumMemberName("expired")]
    Expired,

    /// <summary>A write was begun and its end is not known. Evidence that comes later may settle it to another end.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,
}
