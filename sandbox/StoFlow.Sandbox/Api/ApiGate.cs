using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using StoFlow.Sandbox.Faults;
using StoFlow.Sandbox.Ledger;
using StoFlow.Sandbox.Shop;
using StoFlow.Sandbox.Site;

namespace StoFlow.Sandbox.Api;

/// <summary>
/// Every API call goes through here: 1 faults, 2 session (401), 3 anti-forgery token (403), 4 the route, and the
/// counting around them.
/// </summary>
internal static class ApiGate
{
    public static async Task RunAsync(Marketplace market, ApiRoute route, HttpContext http)
    {
        if (MarketSite.Find(http.Request.Host.Host) is not { } site)
        {
            await ApiAnswers.WriteHtml(http, 421, "<h1>421 Misdirected Request</h1>");
            return;
        }

        var call = new ApiCall(market, route, http, site);
        var afterChallenge = market.Challenge.NoteCall(site);
        var began = market.Time.GetTimestamp();
        var count = market.Requests.Begin();
        try
        {
            await Guarded(call);
        }
        catch (WorldGoneException)
        {
            // Cancelled, not aborted: after an abort Firefox would send a write again, into the new world.
            await Cutting.Cut(http, "stream");
        }
        finally
        {
            market.Requests.End(count, route.Name, RequestNotes.Of(call, began, afterChallenge));
        }
    }

    /// <summary>Waits as a slow site does.</summary>
    /// <exception cref="WorldGoneException">The wait outlasted the world.</exception>
    public static async Task Delay(ApiCall call, int milliseconds)
    {
        if (milliseconds <= 0) return;
        await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), call.Market.Time, call.Market.Stopping.Token);
        call.Enter().Dispose();
    }

    /// <summary>Answers, also when something goes wrong on the way.</summary>
    private static async Task Guarded(ApiCall call)
    {
        var (market, http) = (call.Market, call.Http);
        try
        {
            if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = call.Route.BodyLimit;
            FindSession(call);
            call.TakeFaults();
            await Answer(call);
        }
        catch (JsonException)
        {
            await call.Refuse(400, 99, "validation_error", "The body is not valid JSON.", [new FieldError("root", "invalid JSON")]);
        }
        catch (BadHttpRequestException bad) when (!http.Response.HasStarted)
        {
            await call.Refuse(bad.StatusCode, 99, "validation_error", bad.Message);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested || market.Stopping.IsCancellationRequested)
        {
            http.Abort();
        }
        catch (Exception bug) when (bug is not (OperationCanceledException or WorldGoneException) && !http.Response.HasStarted)
        {
            // A fault of the sandbox itself must be seen as one, not taken for the site's behaviour.
            using (call.Enter()) market.Book.Add(call.Effect(Effects.None) with { Status = 500, Reason = "sandbox_error: " + bug.Message });
            await ApiAnswers.WriteHtml(http, 500, "sandbox_error");
        }
    }

    private static async Task Answer(ApiCall call)
    {
        var market = call.Market;
        await Delay(call, call.Settings.DelayMs);
        if (market.Challenge.StandingOn(call.Site) is { } standing)
        {
            await FaultAnswers.Challenge(call, standing);
            return;
        }

        foreach (var fault in call.Faults)
            if (await FaultAnswers.Hit(call, fault))
                return;
        if (market.Pace.IsOver(call))
        {
            await FaultAnswers.TooMany(call, "json", 60);
            return;
        }

        if (!MayCall(call)) await call.Refuse(401, 100, "invalid_authentication_token", "Jeton d'authentification invalide");
        else if (call.IsUnsafe && RequestNotes.Csrf(call.Http, market.Page) is not "ok") await call.Refuse(403, 106, "access_denied", "Accès refusé");
        else await call.Route.Handler(call);
    }

    private static bool MayCall(ApiCall call)
    {
        if (call.Account is not null) return true;
        if (call.Route.Access is Access.Seller || call.Session is not null) return false;
        var token = Token(call.Http);
        return string.Equals(token, call.Market.Sessions.PublicToken, StringComparison.Ordinal);
    }

    private static void FindSession(ApiCall call)
    {
        call.Session = call.Market.Sessions.Find(Token(call.Http));
        if (call.Session is { } session && call.Market.Sessions.IsLive(session) && session.IsOf(call.Site))
            using (call.Enter())
                call.Account = call.Market.Accounts.Find(session.AccountId);
    }

    private static string? Token(HttpContext http)
    {
        var bearer = http.Request.Headers.Authorization.ToString();
        return bearer.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? bearer[7..] : http.Request.Cookies[SiteCookies.Access];
    }
}
