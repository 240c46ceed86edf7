using System.Net;
using StoFlow.Sandbox.Shop;

namespace StoFlow.Sandbox.Site;

/// <summary>The frame every page shares.</summary>
internal static class PageShell
{
    public static string NotFound(MarketSite site) => $"""
        <!DOCTYPE html><html lang="{site.Language}"><head><meta charset="utf-8"><title>404 | Vinted</title></head>
        <body><main><h1>404</h1><p>Cette page n'existe pas.</p><a href="/">Vinted</a></main></body></html>
        """;

    /// <summary>A whole page: head with the language, navigation by who looks, the body, the data chunks.</summary>
    public static string Whole(PageView view, string title, string body) => $$"""
        <!DOCTYPE html>
        <html lang="{{view.Site.Language}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
        <meta name="accept-language" content="{{view.Site.Locale}}">{{PageData.Meta(view)}}
        <title>{{Text(title)}} | Vinted</title>
        <style nonce="{{view.Nonce}}">body{font:16px system-ui,sans-serif;margin:0;color:#171717}header,main{max-width:960px;margin:0 auto;padding:12px}
        header{display:flex;gap:16px;align-items:center;border-bottom:1px solid #ddd}header b{color:#007782;font-size:22px;flex:1}a{color:#007782}
        .grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:12px}.grid img{width:100%;aspect-ratio:310/430;object-fit:cover;background:#eee}
        form.box{display:grid;gap:8px;max-width:320px}button{background:#007782;color:#fff;border:0;border-radius:4px;padding:8px 12px}</style></head>
        <body><header><b>Vinted</b><a href="/">Accueil</a><a href="/catalog">Catalogue</a><a href="/items/new">Vends tes articles</a>{{Who(view)}}</header>
        <main>{{body}}</main>
        {{PageData.Scripts(view)}}
        </body></html>
        """;

    public static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Who(PageView view) => view.Account is { } me
        ? $"""<a id="me" href="/member/{me.Id}-{Text(me.Login)}">{Text(me.Login)}</a><form method="post" action="/web/api/auth/logout"><input type="hidden" name="authenticity_token" value="{view.FormToken}"><button id="logout">Se déconnecter</button></form>"""
        : """<a id="login" href="/member/login/email">S'inscrire | Se connecter</a>""";
}
