using System.Text.Json.Serialization;

namespace StoFlow.Cli.Doctor;

/// <summary>How bad it is.</summary>
internal enum Verdict
{
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>It works, but not as it should.</summary>
    [JsonStringEnumMemberName("warn")]
    Warn,

    [JsonStringEnumMemberName("fail")]
    Fail,
}
