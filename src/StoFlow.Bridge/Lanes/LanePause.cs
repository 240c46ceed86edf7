using StoFlow.Bridge.Storage;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Lanes;

/// <summary>Why a lane stands still.</summary>
/// <param name="Code"><c>challenge</c>, <c>rate_limited</c> or <c>lane_paused</c> (by hand).</param>
/// <param name="Until">When it goes on by itself; null until somebody resumes it.</param>
/// <param name="Attempts">How many limits in a row the site has set.</param>
/// <param name="Limit">Of a pause by hand: the site's limit that was there before or came since, and holds when the hand lets go.</param>
internal sealed record LanePause(string Code, string Detail, DateTimeOffset? Until, int Attempts = 0, LanePause? Limit = null)
{
    /// <summary>The site's own limit.</summary>
    public static LanePause OfSite(DateTimeOffset until, int attempts) =>
        new(ErrorCode.RateLimited, "The site asks to slow down; the lane goes on by itself.", until, attempts);

    /// <summary>As it lay on disk. A time further off than any limit is one of a clock that was ahead then.</summary>
    public static LanePause Of(LaneRow row, DateTimeOffset now)
    {
        return Near(row.LimitUntil) is { } until
            ? new(row.Code, row.Detail, Near(row.Until), Limit: OfSite(until, row.Attempts))
            : new(row.Code, row.Detail, Near(row.Until), row.Attempts);

        DateTimeOffset? Near(DateTimeOffset? time) => time > now + SiteSignal.Longest ? now + SiteSignal.Longest : time;
    }

    /// <summary>As it goes to disk.</summary>
    public LaneRow Row(LaneKey key) => new(key.Seller, key.Site, Code, Detail, Until, Limit?.Attempts ?? Attempts, Limit?.Until);
}
