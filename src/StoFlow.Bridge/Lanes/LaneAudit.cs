using StoFlow.Bridge.Ops;

namespace StoFlow.Bridge.Lanes;

/// <summary>Writes each pause and resumption of a lane to the audit list.</summary>
internal sealed class LaneAudit(LaneBook lanes, AuditLog audit)
{
    /// <summary>From here on.</summary>
    public void Start() => lanes.Changed += change => audit.Record(new AuditDraft(
        change.Actor, change.Pause is null ? AuditWords.LaneResumed : AuditWords.LanePaused, change.Key.Seller, change.Key.Site, change.Pause?.Code));
}
