namespace StoFlow.Bridge.Storage;

/// <summary>A lane that stands still, as it lies on disk.</summary>
internal sealed record LaneRow(string Seller, string Site, string Code, string Detail, DateTimeOffset? Until, int Attempts, DateTimeOffset? LimitUntil = null);
