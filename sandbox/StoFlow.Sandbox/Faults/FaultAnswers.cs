using System.Globalization;
using Microsoft.AspNetCore.Http;
using StoFlow.Sandbox.Api;

namespace StoFlow.Sandbox.Faults;

/// <summary>What a fault does to the call it hits.</summary>
internal static class FaultAnswers
{
    private const string CheckHtml = """
        <html lang="fr"><head><title>vinted.fr</title></head><body><p id="cmsg">Please enable JS and disable any ad blocker</p>
        <script data-cfasync="false">var dd={'rt':'c','cid':'sandbox','host':'geo.captcha-delivery.com'}</script>
        <!-- datadome check of the sandbox: nothing is loaded from captcha-delivery.com --></body></html>
        """;

    /// <summary>True when the call has been answered; false when it goes on, perhaps to a spoiled answer.</summary>
    public static async Task<bool> Hit(ApiCall call, Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.Slow when fault.AfterEffect:
                call.LateDelay = fault;
                return false;
            case FaultKind.Slow:
                await ApiGate.Delay(call, fault.DelayMs);
                return false;
            case FaultKind.Cacheable:
                call.Http.Response.OnStarting(static response => Keep((HttpResponse)response), call.Http.Response);
                return false;
            case FaultKind.WriteThen504 or FaultKind.WriteThenClose or FaultKind.ThinBody:
                call.Ending = fault;
                return false;
            case FaultKind.ExpireSession:
                if (call.Session is { } session) call.Market.Sessions.Expire(session);
                call.Account = null;
                return false;
            case FaultKind.DeadSession:
                if (call.Session is { } dead) call.Market.Sessions.Kill(dead);
                call.Account = null;
                return false;
            case FaultKind.CsrfChanged:
                call.Market.Page.Rotate();
                return false;
            default:
                await Refuse(call, fault);
                return true;
        }
    }

    public static Task TooMany(ApiCall call, string variant, int? retryAfter)
    {
        if (retryAfter is { } seconds) call.Http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return variant switch
        {
            "empty" => ApiAnswers.Empty(call, 429, "rate_limit"),
            "code_106" => call.Refuse(429, 106, "rate_limit_exceeded", "Trop de requêtes"),
            _ => Plain(call),
        };
    }

    public static Task Challenge(ApiCall call, Fault fault)
    {
        using (call.Enter())
        {
            call.Market.Challenge.Show(fault, call.Site);
            call.Market.Challenge.Shown(call.Site);
        }

        switch (fault.Kind)
        {
            case FaultKind.ChallengeHtml:
                return ApiAnswers.Html(call, 403, fault.Name, CheckHtml);
            case FaultKind.Challenge200:
                return ApiAnswers.Html(call, 200, fault.Name, CheckHtml);
            default:
                // The pages have nothing but themselves to be known by.
                call.Http.Response.Headers["x-dd-b"] = "2";
                call.Http.Response.Headers["x-datadome-cid"] = "sandbox";
                ApiAnswers.Note(call, 403, null, fault.Name);
                return JsonBuffer.Send(call.Http, 403, json =>
                {
                    json.WriteStartObject();
                    json.WriteString("url", "https://geo.captcha-delivery.com/captcha/?initialCid=sandbox&cid=sandbox&t=fe");
                    json.WriteEndObject();
                });
        }
    }

    private static Task Keep(HttpResponse response)
    {
        response.Headers.CacheControl = "private, max-age=3600";
        return Task.CompletedTask;
    }

    private static Task Plain(ApiCall call)
    {
        ApiAnswers.Note(call, 429, null, "rate_limit");
        return JsonBuffer.Send(call.Http, 429, static json => json.WriteRawValue("""{"message":"Too Many Requests","message_code":"too_many_requests"}"""));
    }

    private static Task Refuse(ApiCall call, Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.RateLimit:
                return TooMany(call, fault.Variant, fault.RetryAfterS);
            case FaultKind.ServerError:
                return ApiAnswers.Html(call, fault.Status, fault.Name, $"<html><head><title>{fault.Status}</title></head><body><h1>{fault.Status}</h1></body></html>");
            case FaultKind.Html404:
                return ApiAnswers.Html(call, 404, fault.Name, Site.PageShell.NotFound(call.Site));
            case FaultKind.IpBlocked:
                using (call.Enter()) call.Market.Challenge.Shown(call.Site);
                return call.Refuse(403, 102, "ip_blocked", "Accès bloqué");
            case FaultKind.CloseFirst:
                ApiAnswers.Note(call, 0, null, fault.Name);
                return Cutting.Cut(call.Http, fault.How);
            default:
                return Challenge(call, fault);
        }
    }
}
