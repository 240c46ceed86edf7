using Microsoft.AspNetCore.Http;
using StoFlow.Sandbox.Faults;
using StoFlow.Sandbox.Ledger;
using StoFlow.Sandbox.Site;

namespace StoFlow.Sandbox.Api;

/// <summary>Makes the note of a call for the request log.</summary>
internal static class RequestNotes
{
    public static RequestNote Of(ApiCall call, long began, bool afterChallenge)
    {
        var request = call.Http.Request;
        var faults = call.Faults;
        var closed = faults.Any(f => f.Kind is FaultKind.CloseFirst) || call.Ending?.Kind is FaultKind.WriteThenClose;
        return new RequestNote
        {
            At = call.Market.Time.GetUtcNow(),
            Host = call.Site.Host,
            Method = request.Method,
            Path = request.Path.Value + request.QueryString.Value,
            Status = closed ? 0 : call.Http.Response.StatusCode,
            DurationMs = Math.Round(call.Market.Time.GetElapsedTime(began).TotalMilliseconds, 3),
            Origin = Null(request.Headers.Origin),
            FetchSite = Null(request.Headers["Sec-Fetch-Site"]),
            Protocol = request.Protocol,
            Csrf = Csrf(call.Http, call.Market.Page),
            AnonId = Guid.TryParse(request.Headers["X-Anon-Id"], out _),
            SignedIn = call.Account is not null,
            Fault = faults.Count == 0 ? null : string.Join(' ', faults.Select(f => f.Name)),
            AfterChallenge = afterChallenge,
        };
    }

    public static string Csrf(HttpContext http, PageState page)
    {
        var given = http.Request.Headers["X-CSRF-Token"].ToString();
        return given.Length == 0 ? "missing" : string.Equals(given, page.Token, StringComparison.Ordinal) ? "ok" : "wrong";
    }

    private static string? Null(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
