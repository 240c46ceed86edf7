using System.Globalization;
using System.Text.Json;
using StoFlow.Sandbox.Shop;

namespace StoFlow.Sandbox.Api;

/// <summary>The lists a listing form is filled from.</summary>
internal static class CatalogueApi
{
    public static void Map(ApiRoutes api)
    {
        api.Get("item_upload/catalogs", Access.Visitor, call => call.Ok(json => Nodes(json, call.Site, Catalogue.Roots)));
        api.Get("item_upload/catalogs/search", Access.Visitor, SearchCatalogs);
        api.Get("item_upload/brands", Access.Visitor, Brands);
        api.Get("brands", Access.Visitor, Brands);
        api.Get("item_upload/size_groups", Access.Visitor, SizeGroups);
        api.Get("size_groups", Access.Visitor, SizeGroups);
        api.Get("item_upload/colors", Access.Visitor, call => Rows(call, "colors", Colour.All, (json, c) =>
        {
            Named(json, c.Id, c.Title(call.Site.Language));
            json.WriteString("hex", c.Rgb.ToString("X6", CultureInfo.InvariantCulture));
            json.WriteString("code", c.English.ToUpperInvariant().Replace(' ', '_'));
        }));
        api.Get("item_upload/conditions", Access.Visitor, call => Rows(call, "conditions", Condition.All, (json, c) => Named(json, c.Id, c.Title(call.Site.Language))));
        api.Get("catalogs/{id:int}/package_sizes", Access.Visitor, call => Rows(call, "package_sizes", PackageSize.All, (json, p) =>
        {
            Named(json, p.Id, SiteWords.Of(call.Site.Language, p.Title));
            json.WriteString("code", p.Code);
        }));
        api.Ask("item_upload/attributes", Attributes);
    }

    private static void Nodes(Utf8JsonWriter json, MarketSite site, IReadOnlyList<Catalogue> nodes)
    {
        json.WriteStartArray("catalogs");
        foreach (var node in nodes)
        {
            json.WriteStartObject();
            Named(json, node.Id, SiteWords.Of(site.Language, node.Title));
            json.WriteString("code", node.Code);
            json.WriteString("path", $"/catalog/{node.Id}-{node.Code.ToLowerInvariant()}");
            json.WriteString("url", $"{site.Origin}/catalog/{node.Id}-{node.Code.ToLowerInvariant()}");
            json.WriteNulls("photo", "badge", "restricted_to_status_id");
            json.WriteStartArray("multiple_size_group_ids");
            if (node.SizeGroupId is { } group) json.WriteNumberValue(group);
            json.WriteEndArray();
            Nodes(json, site, node.Children);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static Task SearchCatalogs(ApiCall call) => call.Ok(json =>
    {
        var word = call.Query("keyword") ?? "";
        json.WriteStartArray("catalog_ids");
        foreach (var root in Catalogue.Roots.Where(r => SiteWords.Of(call.Site.Language, r.Title).Contains(word, StringComparison.OrdinalIgnoreCase))) json.WriteNumberValue(root.Id);
        json.WriteEndArray();
    });

    private static Task Brands(ApiCall call)
    {
        var word = call.Query("keyword") ?? call.Query("search_text") ?? "";
        var found = Brand.All.Where(b => b.Id != 1 && b.Title.Contains(word, StringComparison.OrdinalIgnoreCase)).ToArray();
        return Rows(call, "brands", found, (json, brand) =>
        {
            Named(json, brand.Id, brand.Title);
            json.WriteString("slug", brand.Slug);
            json.WriteString("path", $"/brand/{brand.Slug}");
            json.WriteString("url", $"{call.Site.Origin}/brand/{brand.Slug}");
            json.WriteNumber("item_count", 1000);
            json.WriteNumber("favourite_count", 100);
            json.WriteFlags(false, "is_favourite", "is_luxury", "is_hvf", "requires_authenticity_check");
        }, new Page(1, Math.Max(1, found.Length), found.Length));
    }

    private static Task SizeGroups(ApiCall call)
    {
        var groups = (call.Query("catalog_ids") ?? "").Split(',')
            .Select(id => int.TryParse(id, CultureInfo.InvariantCulture, out var known) ? Catalogue.Find(known)?.Sizes : null).OfType<SizeGroup>().Distinct().ToArray();
        if (groups.Length == 0) return call.NotFound();
        return Rows(call, "size_groups", groups, (json, group) =>
        {
            Named(json, group.Id, SiteWords.Of(call.Site.Language, group.Title));
            json.WriteStartArray("sizes");
            foreach (var size in group.Sizes)
            {
                json.WriteStartObject();
                Named(json, size.Id, size.Title);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private static Task Attributes(ApiCall call) => Rows(call, "attributes", ["material"], (json, code) =>
    {
        json.WriteString("code", code);
        json.WriteStartObject("configuration");
        json.WriteNumber("selection_limit", 3);
        json.WriteStartArray("options");
        foreach (var material in Material.All)
        {
            json.WriteStartObject();
            Named(json, material.Id, material.Title);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static Task Rows<T>(ApiCall call, string name, IReadOnlyList<T> rows, Action<Utf8JsonWriter, T> write, Page? page = null) => call.Ok(json =>
    {
        json.WriteStartArray(name);
        foreach (var row in rows)
        {
            json.WriteStartObject();
            write(json, row);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (page is not null) json.WritePages(page, call.Market.Time.GetUtcNow().ToUnixTimeSeconds());
    });

    private static void Named(Utf8JsonWriter json, int id, string title)
    {
        json.WriteNumber("id", id);
        json.WriteString("title", title);
    }
}
