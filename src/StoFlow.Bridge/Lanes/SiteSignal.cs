using System.Globalization;
using System.Text.Json;
using StoFlow.Protocol;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Lanes;

/// <summary>What a result says about the lane: nothing, a limit of the site, or a check that asks for the person.</summary>
/// <param name="Code"><c>rate_limited</c>, <c>challenge</c>, or null when the site simply answered.</param>
/// <param name="RetryAfter">What the site said, as it said it.</param>
internal readonly record struct SiteSignal(string? Code, string? RetryAfter = null)
{
    /// <summary>No limit lasts longer, whatever the site says.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private const int Challenged = 2;
    private const int Limited = 1;

    /// <summary>Reads a result.</summary>
    public static SiteSignal Of(CommandResult result)
    {
        if (result.Code == ErrorCode.Challenge) return new SiteSignal(ErrorCode.Challenge);
        var worst = 0;
        string? after = null;
        foreach (var response in result.Results ?? [])
        {
            if (response.Code == ErrorCode.Challenge) worst = Challenged;
            if (!IsLimit(response)) continue;
            worst = Math.Max(worst, Limited);
            after = response.Headers.GetValueOrDefault("retry-after") ?? after;
        }

        return worst switch
        {
            Challenged => new SiteSignal(ErrorCode.Challenge),
            Limited => new SiteSignal(ErrorCode.RateLimited, after),
            _ => default,
        };
    }

    /// <summary>When to go on, by the site's own word: seconds or a date. Null when it said nothing usable.</summary>
    public DateTimeOffset? Until(DateTimeOffset now)
    {
        if (RetryAfter is null) return null;
        if (int.TryParse(RetryAfter, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return now.AddSeconds(Math.Min(seconds, Longest.TotalSeconds));
        if (!DateTimeOffset.TryParseExact(
                RetryAfter, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
            return null;
        return at <= now ? now.AddSeconds(1) : at > now + Longest ? now + Longest : at;
    }

    private static bool IsLimit(SiteResponse response) =>
        response.Status == 429
        || (response.Data is { ValueKind: JsonValueKind.Object } data
            && data.TryGetProperty("message_code", out var code)
            && code.ValueKind == JsonValueKind.String
            && code.ValueEquals("rate_limit_exceeded"));
}
