using Microsoft.AspNetCore.Http;
using StoFlow.Sandbox.Ledger;

namespace StoFlow.Sandbox.Site;

/// <summary>Counts a request that is not an API call.</summary>
internal static class PageNotes
{
    public static async Task Counted(Marketplace market, string template, HttpContext http, Func<Task> handle)
    {
        var began = market.Time.GetTimestamp();
        var count = market.Requests.Begin();
        try
        {
            await handle();
        }
        finally
        {
            market.Requests.End(count, template, new RequestNote
            {
                At = market.Time.GetUtcNow(),
                Host = http.Request.Host.Host,
                Method = http.Request.Method,
                Path = http.Request.Path.Value + http.Request.QueryString.Value,
                Status = http.Response.StatusCode,
                DurationMs = Math.Round(market.Time.GetElapsedTime(began).TotalMilliseconds, 3),
                Origin = http.Request.Headers.Origin.FirstOrDefault(),
                FetchSite = http.Request.Headers["Sec-Fetch-Site"].FirstOrDefault(),
                Protocol = http.Request.Protocol,
                Csrf = Api.RequestNotes.Csrf(http, market.Page),
                AfterChallenge = market.Challenge.PendingOn(Shop.MarketSite.Find(http.Request.Host.Host)),
            });
        }
    }
}
