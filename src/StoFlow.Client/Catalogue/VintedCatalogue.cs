using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StoFlow.Protocol.Shapes;

namespace StoFlow.Client;

/// <summary>
/// The site's own lists: categories, brands, sizes, colours, conditions, parcel classes. Names are in the site's language and are compared without regard to
/// upper and lower case. Lists are kept for an hour.
/// </summary>
public sealed class VintedCatalogue
{
    private readonly SiteCalls _site;
    private readonly AnswerCache _cache;

    internal VintedCatalogue(SiteCalls site)
    {
        _site = site;
        _cache = new AnswerCache(site.Time, TimeSpan.FromHours(1));
    }

    /// <summary>The roots of the category tree.</summary>
    /// <remarks>Source: <c>GET /api/v2/item_upload/catalogs</c>.</remarks>
    public async Task<IReadOnlyList<Category>> GetCategoriesAsync(CancellationToken cancel = default)
    {
        var roots = await ListAsync("item_upload/catalogs", "catalogs", ClientJson.Default.Category, SiteShapes.Catalogs, cancel).ConfigureAwait(false);

        // What is below the roots the shape does not look at; left out, a category would pass for a leaf, and one without a name cannot be looked for.
        return roots.All(IsWhole) ? roots : throw DriftWatch.Odd(SiteShapes.Catalogs, "catalogs[].catalogs[]");
    }

    /// <summary>A category by its id; null when there is none.</summary>
    /// <remarks>Source: <c>GET /api/v2/item_upload/catalogs</c>.</remarks>
    public async Task<Category?> FindCategoryAsync(long id, CancellationToken cancel = default)
        => (await GetCategoriesAsync(cancel).ConfigureAwait(false)).SelectMany(root => root.All()).FirstOrDefault(category => category.Id == id);

    /// <summary>All categories of a name: several branches may have one.</summary>
    /// <remarks>Source: <c>GET /api/v2/item_upload/catalogs</c>.</remarks>
    public async Task<IReadOnlyList<Category>> FindCategoriesAsync(string title, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(title);
        return [.. (await GetCategoriesAsync(cancel).ConfigureAwait(false)).SelectMany(root => root.All()).Where(category => Same(category.Title, title))];
    }

    /// <summary>Brands that a keyword finds, best first as the site ranks them.</summary>
    /// <param name="keyword">A part of the name.</param>
    /// <param name="categoryId">Ranked for this category, when given.</param>
    /// <param name="cancel">Stops the waiting.</param>
    /// <remarks>Source: <c>GET /api/v2/item_upload/brands</c>.</remarks>
    public Task<IReadOnlyList<Brand>> GetBrandsAsync(string keyword, long? categoryId = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(keyword);
        return ListAsync(
            "item_upload/brands" + QueryText.Of(("keyword", keyword), ("category_id", categoryId?.ToString(CultureInfo.InvariantCulture))),
            "brands", ClientJson.Default.Brand, SiteShapes.Brands, cancel);
    }

    /// <summary>The brand of exactly this name; null when the site has none.</summary>
    /// <remarks>Source: <c>GET /api/v2/item_upload/brands</c>.</remarks>
    public async Task<Brand?> FindBrandAsync(string title, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(title);
        return (await GetBrandsAsync(title, null, cancel).ConfigureAwait(false)).FirstOrDefault(brand => Same(brand.Title, title));
    }

    /// <summary>The sizes of a category, in groups; empty where it has none.</summary>
    /// <remarks>Source: <c>GET /api/v2/item_upload/size_groups</c>.</remarks>
    public async Task<IReadOnlyList<SizeGroup>> GetSizesAsync(long catalogId, CancellationToken cancel = default)
    {
        try
        {
            var path = "item_upload/size_groups?catalog_ids=" + catalogId.ToString(CultureInfo.InvariantCulture);
            return await ListAsync(path, "size_groups", ClientJson.Default.SizeGroup, SiteShapes.SizeGroups, cancel).ConfigureAwait(false);
        }
        catch (SiteException none) when (none.IsGone)
        {
            return [];
        }
    }

    /// <summary>A category's size by its id; null when it has none. Its ids are those of <c>size_id</c>.</summary>
    /// <remarks>Source: <c>GET /api/v2/item_upload/size_groups</c>.</remarks>
    public async Task<Size?> FindSizeAsync(long catalogId, long id, CancellationToken cancel = default)
        => (await GetSizesAsync(catalogId, cancel).ConfigureAwait(false)).SelectMany(group => group.Sizes).FirstOrDefault(size => size.Id == id);

    /// <summary>A category's size by its text; null when it has none.</summary>
    /// <remarks>Source: <c>GET /api/v2/item_upload/size_groups</c>.</remarks>
    public async Task<Size?> FindSizeAsync(long catalogId, string title, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(title);
        return (await GetSizesAsync(catalogId, cancel).ConfigureAwait(false)).SelectMany(group => group.Sizes).FirstOrDefault(size => Same(size.Title, title));
    }

    /// <summary>All colours.</summary>
    /// <remarks>Source: <c>GET /api/v2/item_upload/colors</c>.</remarks>
    public Task<IReadOnlyList<Color>> GetColorsAsync(CancellationToken cancel = default)
        => ListAsync("item_upload/colors", "colors", ClientJson.Default.Color, SiteShapes.Colors, cancel);

    /// <summary>A colour by its id; null when there is none.</summary>
    /// <remarks>Source: <c>GET /api/v2/item_upload/colors</c>.</remarks>
    public async Task<Color?> FindColorAsync(long id, CancellationToken cancel = default)
        => (await GetColorsAsync(cancel).ConfigureAwait(false)).FirstOrDefault(color => color.Id == id);

    /// <summary>A colour by its name; null when there is none.</summary>
    /// <remarks>Source: <c>GET /api/v2/item_upload/colors</c>.</remarks>
    public async Task<Color?> FindColorAsync(string title, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(title);
        return (await GetColorsAsync(cancel).ConfigureAwait(false)).FirstOrDefault(color => Same(color.Title, title));
    }

    /// <summary>The conditions a category allows.</summary>
    /// <remarks>Source: <c>GET /api/v2/item_upload/conditions</c>.</remarks>
    public Task<IReadOnlyList<Condition>> GetConditionsAsync(long catalogId, CancellationToken cancel = default)
        => ListAsync("item_upload/conditions?catalog_id=" + catalogId.ToString(CultureInfo.InvariantCulture), "conditions", ClientJson.Default.Condition, SiteShapes.Conditions, cancel);

    /// <summary>A category's condition by its id; null when there is none.</summary>
    /// <remarks>Source: <c>GET /api/v2/item_upload/conditions</c>.</remarks>
    public async Task<Condition?> FindConditionAsync(long catalogId, long id, CancellationToken cancel = default)
        => (await GetConditionsAsync(catalogId, cancel).ConfigureAwait(false)).FirstOrDefault(condition => condition.Id == id);

    /// <summary>A category's condition by its name; null when there is none.</summary>
    /// <remarks>Source: <c>GET /api/v2/item_upload/conditions</c>.</remarks>
    public async Task<Condition?> FindConditionAsync(long catalogId, string title, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(title);
        return (await GetConditionsAsync(catalogId, cancel).ConfigureAwait(false)).FirstOrDefault(condition => Same(condition.Title, title));
    }

    /// <summary>The parcel classes a category allows.</summary>
    /// <remarks>Source: <c>GET /api/v2/catalogs/{id}/package_sizes</c>.</remarks>
    public Task<IReadOnlyList<PackageSize>> GetPackageSizesAsync(long catalogId, CancellationToken cancel = default)
        => ListAsync(
            $"catalogs/{catalogId.ToString(CultureInfo.InvariantCulture)}/package_sizes", "package_sizes", ClientJson.Default.PackageSize, SiteShapes.PackageSizes, cancel);

    /// <summary>A category's parcel class by its id; null when there is none.</summary>
    /// <remarks>Source: <c>GET /api/v2/catalogs/{id}/package_sizes</c>.</remarks>
    public async Task<PackageSize?> FindPackageSizeAsync(long catalogId, long id, CancellationToken cancel = default)
        => (await GetPackageSizesAsync(catalogId, cancel).ConfigureAwait(false)).FirstOrDefault(size => size.Id == id);

    /// <summary>A category's parcel class by its name; null when there is none.</summary>
    /// <remarks>Source: <c>GET /api/v2/catalogs/{id}/package_sizes</c>.</remarks>
    public async Task<PackageSize?> FindPackageSizeAsync(long catalogId, string title, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(title);
        return (await GetPackageSizesAsync(catalogId, cancel).ConfigureAwait(false)).FirstOrDefault(size => Same(size.Title, title));
    }

    private async Task<IReadOnlyList<T>> ListAsync<T>(string path, string name, JsonTypeInfo<T> type, Shape shape, CancellationToken cancel)
        where T : class, IKeepsUnknown
    {
        // In the language of its site, of which there may be another by now.
        var site = await _site.SiteAsync(cancel).ConfigureAwait(false);
        var key = site.Host + "/" + path;
        if (_cache.Find(key) is T[] kept) return kept;
        JsonElement answer = await _site.ReadAsync(path, shape, cancel, at: site).ConfigureAwait(false);
        T[] list = [.. answer.GetProperty(name).EnumerateArray().Select((entry, index) => _site.ReadCarried(entry, type, shape, $"{name}[{index}]"))];
        _cache.Keep(key, list);
        return list;
    }

    private static bool IsWhole(Category? category) => category?.Title is not null && category.Catalogs.All(IsWhole);

    private static bool Same(string a, string b) => string.Equals(a.Trim(), b.Trim(), StringComparison.InvariantCultureIgnoreCase);
}
