namespace StoFlow.Bridge.Lanes;

/// <summary>One account on one site; the empty site is the lane of commands that touch none (PING).</summary>
internal readonly record struct LaneKey(string Seller, string Site);
