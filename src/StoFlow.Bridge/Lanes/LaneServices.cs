using StoFlow.Bridge.Sessions;

namespace StoFlow.Bridge.Lanes;

/// <summary>What every lane needs.</summary>
internal sealed record LaneServices(LaneBook Book, SessionRegistry Sessions, TimeProvider Time);
