namespace StoFlow.Bridge.Lanes;

/// <summary>Why a lane stands still.</summary>
/// <param name="Code"><c>challenge</c>, <c>rate_limited</c> or <c>lane_paused</c> (by hand).</param>
/// <param name="Until">When it goes on by itself; null until somebody resumes it.</param>
/// <param name="Attempts">How many limits in a row the site has set.</param>
/// <param name="Limit">Of a pause by hand: the site's limit that was there before or came since, and holds when the hand lets go.</param>
internal sealed record LanePause(string Code, string Detail, DateTimeOffset? Until, int Attempts = 0, LanePause? Limit = null);
