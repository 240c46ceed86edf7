using System.Globalization;
using Microsoft.AspNetCore.Http;
using StoFlow.Sandbox.Shop;

namespace StoFlow.Sandbox.Site;

/// <summary>The cookies of the site with the flags and lives of the real ones.</summary>
internal static class SiteCookies
{
    public const string Access = "access_token_web";
    public const string Refresh = "refresh_token_web";
    public const string Anon = "anon_id";
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private static readonly TimeSpan Years = TimeSpan.FromDays(7300);

    /// <summary>What any visitor gets on a first page, with the anon id in use.</summary>
    public static string Greet(HttpContext http, Marketplace market, MarketSite site)
    {
        var cookies = http.Request.Cookies;
        var known = cookies[Anon];
        var anon = Guid.TryParse(known, out _) ? known! : Guid.NewGuid().ToString("D");
        if (!string.Equals(known, anon, StringComparison.Ordinal)) Set(http, Anon, anon, Years, httpOnly: false);
        if (!cookies.ContainsKey(Access)) Set(http, Access, market.Sessions.PublicToken, Week);
        if (!cookies.ContainsKey("_vinted_fr_session")) Set(http, "_vinted_fr_session", Guid.NewGuid().ToString("N"), Week);
        if (!cookies.ContainsKey("v_udt")) Set(http, "v_udt", Guid.NewGuid().ToString("N"), Years);
        if (!cookies.ContainsKey("v_sid")) Set(http, "v_sid", Guid.NewGuid().ToString("N")[..16], null);
        if (!cookies.ContainsKey("anonymous-locale")) Set(http, "anonymous-locale", site.Language, Years, httpOnly: false);
        if (!cookies.ContainsKey("anonymous-iso-locale")) Set(http, "anonymous-iso-locale", site.Locale, Years, httpOnly: false);
        return anon;
    }

    public static void SignIn(HttpContext http, Session session, Account account)
    {
        Tokens(http, session);
        Set(http, "v_uid", account.Id.ToString(CultureInfo.InvariantCulture), Years);
        Set(http, "v_udt", account.DeviceToken, Years);
        Set(http, "_vinted_fr_session", Guid.NewGuid().ToString("N"), Week);
        Set(http, "locale", account.Site.Locale, Years, httpOnly: false);
        Set(http, "last_user_id", account.Id.ToString(CultureInfo.InvariantCulture), Years, httpOnly: false);
    }

    public static void Tokens(HttpContext http, Session session)
    {
        Set(http, Access, session.AccessToken, Week);
        Set(http, Refresh, session.RefreshToken, Week);
    }

    public static void SignOut(HttpContext http)
    {
        foreach (var name in (ReadOnlySpan<string>)[Access, Refresh, "v_uid", "_vinted_fr_session"])
            http.Response.Cookies.Delete(name, new CookieOptions { Path = "/", Secure = true, HttpOnly = true });
    }

    private static void Set(HttpContext http, string name, string value, TimeSpan? life, bool httpOnly = true)
        => http.Response.Cookies.Append(name, value, new CookieOptions
        {
            Path = "/",
            HttpOnly = httpOnly,
            Secure = true,
            SameSite = SameSiteMode.Lax,
            MaxAge = life,
        });
}
