using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using StoFlow.Sandbox.Api;
using StoFlow.Sandbox.Shop;

namespace StoFlow.Sandbox.Site;

/// <summary>What stands in the middle of each page.</summary>
internal static class PageBodies
{
    public static (string Title, string Body) Home(Marketplace market, PageView view)
        => ("Vends et achète des vêtements de seconde main", "<h1>Prêt à faire du tri ?</h1>" + Grid(market, view, 12));

    public static (string Title, string Body)? Catalog(Marketplace market, PageView view) => ("Catalogue", "<h1>Catalogue</h1>" + Grid(market, view, 48));

    public static (string Title, string Body)? Plain(PageView view) => ("Mon compte", $"<h1>{PageShell.Text(view.Account!.Login)}</h1>");

    public static (string Title, string Body)? NewItem() => ("Vends un article", """
        <h1>Vends un article</h1><form class="box" data-testid="item-upload-form"><label>Titre <input name="title"></label>
        <label>Décris ton article <textarea name="description"></textarea></label><label>Prix <input name="price" inputmode="decimal"></label></form>
        """);

    public static (string Title, string Body)? SignIn(PageView view) => ("Connexion", $$"""
        <h1>Connexion</h1><form class="box" id="signin" method="post" action="/web/api/auth/oauth">
        <input type="hidden" name="authenticity_token" value="{{view.FormToken}}">
        <label>Pseudo ou e-mail <input id="username" name="username" autocomplete="username" required></label>
        <label>Mot de passe <input id="password" name="password" type="password" autocomplete="current-password" required></label>
        <button id="submit" type="submit">Continuer</button><p id="error" role="alert"></p></form>
        <script nonce="{{view.Nonce}}">
        document.getElementById('signin').addEventListener('submit', async event => {
          event.preventDefault();
          const form = new FormData(event.target), back = new URLSearchParams(location.search).get('ref_url') || '/';
          const answer = await fetch('/web/api/auth/oauth', { method: 'POST', headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify({ client_id: 'web', scope: 'user', grant_type: 'password', username: form.get('username'),
              password: form.get('password'), authenticity_token: form.get('authenticity_token') }) });
          if (answer.ok) location.href = back.startsWith('/') && !back.startsWith('//') ? back : '/';
          else document.getElementById('error').textContent = (await answer.json()).message;
        });
        </script>
        """);

    public static (string Title, string Body)? Member(Marketplace market, PageView view, HttpContext http)
    {
        Account? user;
        Item[] items;
        lock (market.Lock)
        {
            user = market.Accounts.Find(LeadingId(http));
            if (user is null || user.Site != view.Site) return null;
            items = user.Shop.View(user.Id == view.Account?.Id ? ShopView.Owner : ShopView.Visitor, byAge: false).Take(24).ToArray();
        }

        return (user.Login, $"<h1>{PageShell.Text(user.Login)}</h1>" + Grid(items));
    }

    public static (string Title, string Body)? Item(Marketplace market, PageView view, HttpContext http)
    {
        (Account Owner, Item Item)? found;
        lock (market.Lock) found = market.Accounts.FindItem(LeadingId(http));
        if (found is not { } known || known.Owner.Site != view.Site || known.Item.IsDeleted) return null;
        var (owner, item) = known;
        if (owner.Id != view.Account?.Id && (item.IsDraft || item.IsHidden)) return null;
        var price = $"{JsonExtras.Amount(item.Price)} {view.Site.Currency}";
        var product = $$$"""
            {"@context":"https://schema.org","@type":"Product","name":"{{{JsonEncodedText.Encode(item.Title)}}}","offers":{"@type":"Offer","price":"{{{JsonExtras.Amount(item.Price)}}}","priceCurrency":"{{{view.Site.Currency}}}"}}
            """;
        var photos = string.Concat(item.Photos.Select(p => $"""<img alt="" src="{p.Url("", "310x430")}">"""));
        return (item.Title, $"""
            <h1>{PageShell.Text(item.Title)}</h1><p>{price}</p><p>{PageShell.Text(item.Description)}</p><div class="grid">{photos}</div>
            <a href="/member/{owner.Id}-{PageShell.Text(owner.Login)}">{PageShell.Text(owner.Login)}</a>
            <script type="application/ld+json" nonce="{view.Nonce}">{product}</script>
            """);
    }

    /// <summary>The id in <c>7000000001-jean-droit</c>.</summary>
    private static long LeadingId(HttpContext http)
    {
        var text = http.Request.RouteValues["id"] as string ?? "";
        var end = text.IndexOf('-', StringComparison.Ordinal);
        return long.TryParse(end < 0 ? text : text[..end], CultureInfo.InvariantCulture, out var id) ? id : 0;
    }

    private static string Grid(Marketplace market, PageView view, int most)
    {
        Item[] items;
        lock (market.Lock)
            items = [.. market.Accounts.All.Where(a => a.Site == view.Site).SelectMany(a => a.Shop.View(ShopView.Visitor, byAge: false)).Take(most)];
        return Grid(items);
    }

    private static string Grid(IEnumerable<Item> items)
    {
        var html = new StringBuilder("<div class=\"grid\">");
        foreach (var item in items)
        {
            var photo = item.Photos.Length > 0 ? $"""<img alt="" loading="lazy" src="{item.Photos[0].Url("", "310x430")}">""" : "";
            html.Append($"""<a href="{ItemJson.PathOf(item)}">{photo}<br>{PageShell.Text(item.Title)}<br>{JsonExtras.Amount(item.Price)}</a>""");
        }

        return html.Append("</div>").ToString();
    }
}
