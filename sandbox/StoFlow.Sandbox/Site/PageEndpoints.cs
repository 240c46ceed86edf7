using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using StoFlow.Sandbox.Api;
using StoFlow.Sandbox.Shop;

namespace StoFlow.Sandbox.Site;

/// <summary>The pages a person sees. They make no API call of their own, so that faults hit only the caller's.</summary>
internal sealed class PageEndpoints(Marketplace market)
{
    public static void Map(IEndpointRouteBuilder routes, Marketplace market)
    {
        var pages = new PageEndpoints(market);
        pages.Page(routes, "/", needsSeller: false, (view, _) => PageBodies.Home(market, view));
        pages.Page(routes, "/catalog", needsSeller: false, (view, _) => PageBodies.Catalog(market, view));
        pages.Page(routes, "/catalog/{rest}", needsSeller: false, (view, _) => PageBodies.Catalog(market, view));
        pages.Page(routes, "/items/new", needsSeller: true, (_, _) => PageBodies.NewItem());
        pages.Page(routes, "/items/{id}", needsSeller: false, (view, http) => PageBodies.Item(market, view, http));
        pages.Page(routes, "/items/{id:long}/edit", needsSeller: true, (view, http) => PageBodies.Item(market, view, http));
        pages.Page(routes, "/member/{id}", needsSeller: false, (view, http) => PageBodies.Member(market, view, http));
        pages.Page(routes, "/member/general/all", needsSeller: false, (view, _) => PageBodies.Catalog(market, view));
        pages.Page(routes, "/member/login/email", needsSeller: false, (view, _) => PageBodies.SignIn(view));
        pages.Page(routes, "/member/login/select_type", needsSeller: false, (view, _) => PageBodies.SignIn(view));
        pages.Page(routes, "/member/signup/select_type", needsSeller: false, (view, _) => PageBodies.SignIn(view));
        foreach (var path in (ReadOnlySpan<string>)["/inbox", "/my_orders", "/my_orders/{type}", "/settings/{**rest}", "/wallet/{**rest}", "/member/notifications"])
            pages.Page(routes, path, needsSeller: true, (view, _) => PageBodies.Plain(view));
    }

    private void Page(IEndpointRouteBuilder routes, string path, bool needsSeller, Func<PageView, HttpContext, (string Title, string Body)?> body)
        => routes.MapGet(path, http => PageNotes.Counted(market, path, http, () => Show(http, needsSeller, body)));

    private Task Show(HttpContext http, bool needsSeller, Func<PageView, HttpContext, (string Title, string Body)?> body)
    {
        if (MarketSite.Find(http.Request.Host.Host) is not { } site) return ApiAnswers.WriteHtml(http, 421, "<h1>421 Misdirected Request</h1>");
        market.Challenge.NotePage(site);
        if (market.Challenge.StandingOn(site) is not null) return ChallengePage.Show(http);
        var session = market.Sessions.Find(http.Request.Cookies[SiteCookies.Access]);
        var live = session is not null && session.IsOf(site) && market.Sessions.IsLive(session);
        if (!live && http.Request.Cookies.ContainsKey(SiteCookies.Refresh)) return Redirect(http, "/session-refresh?ref_url=", needsBack: true);
        Account? account;
        lock (market.Lock) account = live ? market.Accounts.Find(session!.AccountId) : null;
        if (needsSeller && account is null) return Redirect(http, "/member/login/email?ref_url=", needsBack: true);

        var view = View(http, site, account);
        if (body(view, http) is not { } page) return ApiAnswers.WriteHtml(http, 404, PageShell.NotFound(site));
        http.Response.Headers.ContentSecurityPolicy =
            $"default-src 'self'; script-src 'self' 'nonce-{view.Nonce}'; style-src 'self' 'nonce-{view.Nonce}'; img-src 'self' data: blob: https://*.vinted.net; "
            + "connect-src 'self' https://*.vinted.net; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'";
        http.Response.Headers.CacheControl = "private, no-cache, no-store, max-age=0, must-revalidate";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return ApiAnswers.WriteHtml(http, 200, PageShell.Whole(view, page.Title, page.Body));
    }

    private static Task Redirect(HttpContext http, string to, bool needsBack)
    {
        http.Response.Redirect(needsBack ? to + Uri.EscapeDataString(http.Request.Path + http.Request.QueryString) : to, permanent: false, preserveMethod: true);
        return Task.CompletedTask;
    }

    private PageView View(HttpContext http, MarketSite site, Account? account)
    {
        var anon = SiteCookies.Greet(http, market, site);
        var form = market.Faults.TakePageWithoutToken() ? PageForm.Absent : market.Page.Form;
        return new PageView(site, form, market.Page.Token, market.Page.Decoy, anon)
        {
            Account = account,
            UserJson = account is null ? null : UserObject(account, anon),
            Nonce = RandomNumberGenerator.GetHexString(16, lowercase: true),
            FormToken = market.Page.FormToken,
        };
    }

    private string UserObject(Account account, string anon)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            lock (market.Lock)
                UserJson.Write(json, account, own: true, anon, market.Time.GetUtcNow());
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
