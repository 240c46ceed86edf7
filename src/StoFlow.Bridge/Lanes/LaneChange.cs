namespace StoFlow.Bridge.Lanes;

/// <summary>A lane was paused, or goes on (<paramref name="Pause"/> null).</summary>
/// <param name="Actor">Who did it, in the words of the audit list.</param>
internal sealed record LaneChange(LaneKey Key, LanePause? Pause, string Actor)
{
    /// <summary><c>running</c> or <c>paused</c>.</summary>
    public string State => Pause is null ? "running" : "paused";
}
