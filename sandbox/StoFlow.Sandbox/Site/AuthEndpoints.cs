using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using StoFlow.Sandbox.Api;
using StoFlow.Sandbox.Ledger;
using StoFlow.Sandbox.Shop;

namespace StoFlow.Sandbox.Site;

/// <summary>Sign-in, sign-out and the refresh whose token works once.</summary>
internal sealed class AuthEndpoints(Marketplace market)
{
    public static void Map(IEndpointRouteBuilder routes, Marketplace market)
    {
        var auth = new AuthEndpoints(market);
        auth.Map(routes, "POST", "/web/api/auth/oauth", auth.SignIn);
        auth.Map(routes, "POST", "/web/api/auth/refresh", auth.Refresh);
        auth.Map(routes, "POST", "/web/api/auth/logout", auth.SignOut);
        auth.Map(routes, "GET", "/session-refresh", auth.RefreshPage);
    }

    private void Map(IEndpointRouteBuilder routes, string method, string path, Func<HttpContext, MarketSite, Task> handle)
        => routes.MapMethods(path, [method], http => PageNotes.Counted(market, path, http, async () =>
        {
            if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = SiteLimits.JsonBytes;
            if (MarketSite.Find(http.Request.Host.Host) is not { } site)
            {
                await ApiAnswers.WriteHtml(http, 421, "<h1>421 Misdirected Request</h1>");
                return;
            }

            if (method is "POST") market.Challenge.NoteCall(site);
            await handle(http, site);
        }));

    private async Task SignIn(HttpContext http, MarketSite site)
    {
        var isForm = http.Request.HasFormContentType;
        var (name, password, formToken) = await ReadSignIn(http);
        if (RequestNotes.Csrf(http, market.Page) is not "ok" && !string.Equals(formToken, market.Page.FormToken, StringComparison.Ordinal))
        {
            await Refuse(http, site, 403, 106, "access_denied", "Accès refusé");
            return;
        }

        Account? account;
        Session? session = null;
        lock (market.Lock)
        {
            account = market.Accounts.Find(name, site);
            if (account is not null && string.Equals(account.Details.Password, password, StringComparison.Ordinal))
            {
                session = market.Sessions.SignIn(account, market.Settings.AccessLife);
                market.Book.Add(Entry(http, site, 200, Effects.SignedIn) with { Login = account.Login });
            }
        }

        if (session is null || account is null)
        {
            await Refuse(http, site, 400, 10, "invalid_user", "Le pseudo ou le mot de passe est incorrect");
            return;
        }

        SiteCookies.SignIn(http, session, account);
        if (isForm) SeeOther(http, "/");
        else await WriteToken(http, session);
    }

    private Task Refresh(HttpContext http, MarketSite site)
    {
        if (market.Settings.RefreshNeedsCsrf && RequestNotes.Csrf(http, market.Page) is not "ok")
            return Refuse(http, site, 403, 106, "access_denied", "Accès refusé");
        if (http.Request.Cookies.ContainsKey(SiteCookies.Access) && Renew(http, site) is { } session) return WriteToken(http, session);
        market.Book.Add(Entry(http, site, 400, Effects.Refused) with { Reason = "refresh_token_dead" });
        http.Response.StatusCode = 400;
        http.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    private Task RefreshPage(HttpContext http, MarketSite site)
    {
        var back = http.Request.Query["ref_url"].FirstOrDefault() ?? "/";
        if (!back.StartsWith('/') || back.StartsWith("//", StringComparison.Ordinal)) back = "/";
        if (Renew(http, site) is null)
        {
            SiteCookies.SignOut(http);
            // Who is on the way there already is not led back to it once signed in.
            if (!back.StartsWith("/member/login/", StringComparison.Ordinal)) back = "/member/login/email?ref_url=" + Uri.EscapeDataString(back);
        }

        http.Response.Redirect(back);
        return Task.CompletedTask;
    }

    private async Task SignOut(HttpContext http, MarketSite site)
    {
        var isForm = http.Request.HasFormContentType;
        var formToken = isForm ? (await http.Request.ReadFormAsync(http.RequestAborted))["authenticity_token"].ToString() : null;
        if (RequestNotes.Csrf(http, market.Page) is not "ok" && !string.Equals(formToken, market.Page.FormToken, StringComparison.Ordinal))
        {
            await Refuse(http, site, 403, 106, "access_denied", "Accès refusé");
            return;
        }

        lock (market.Lock)
        {
            if (market.Sessions.Find(http.Request.Cookies[SiteCookies.Access]) is { } session)
            {
                market.Sessions.SignOut(session);
                market.Book.Add(Entry(http, site, 200, Effects.SignedOut) with { Login = market.Accounts.Find(session.AccountId)?.Login });
            }
        }

        SiteCookies.SignOut(http);
        if (isForm) SeeOther(http, "/");
        else await JsonBuffer.Send(http, 200, static json => json.WriteRawValue("""{"code":0}"""));
    }

    private Session? Renew(HttpContext http, MarketSite site)
    {
        var token = http.Request.Cookies[SiteCookies.Refresh];
        Session? session;
        lock (market.Lock)
        {
            session = market.Sessions.FindByRefresh(token);
            if (session is null || !session.IsOf(site) || market.Accounts.Find(session.AccountId) is not { } account) return null;
            if (!market.Sessions.Refresh(token, account, market.Settings.AccessLife)) return null;
            market.Book.Add(Entry(http, site, 200, Effects.SessionRefreshed) with { Login = account.Login });
        }

        SiteCookies.Tokens(http, session);
        return session;
    }

    private static async Task<(string Name, string Password, string? FormToken)> ReadSignIn(HttpContext http)
    {
        if (http.Request.HasFormContentType)
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            return (form["username"].ToString(), form["password"].ToString(), form["authenticity_token"]);
        }

        try
        {
            var body = await JsonBody.Read(http);
            return (Text(body, "username") ?? "", Text(body, "password") ?? "", Text(body, "authenticity_token"));
        }
        catch (JsonException)
        {
            return ("", "", null);
        }
    }

    private static string? Text(JsonElement body, string name)
        => body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) ? value.ToString() : null;

    private static Task WriteToken(HttpContext http, Session session) => JsonBuffer.Send(http, 200, json =>
    {
        json.WriteStartObject();
        json.WriteString("access_token", session.AccessToken);
        json.WriteString("token_type", "Bearer");
        json.WriteString("scope", "user");
        json.WriteNumber("code", 0);
        json.WriteEndObject();
    });

    private static void SeeOther(HttpContext http, string to)
    {
        http.Response.StatusCode = 303;
        http.Response.Headers.Location = to;
    }

    private Task Refuse(HttpContext http, MarketSite site, int status, int code, string messageCode, string message)
    {
        market.Book.Add(Entry(http, site, status, Effects.Refused) with { Code = code, Reason = messageCode });
        return JsonBuffer.Send(http, status, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("code", code);
            json.WriteString("message", message);
            json.WriteString("message_code", messageCode);
            json.WriteStartArray("errors");
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private LedgerEntry Entry(HttpContext http, MarketSite site, int status, string effect) => new()
    {
        At = market.Time.GetUtcNow(),
        Method = http.Request.Method,
        Path = http.Request.Path.Value ?? "",
        Status = status,
        Effect = effect,
        Host = site.Host,
    };
}
