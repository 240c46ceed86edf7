using System.Text.Json;
using System.Text.Json.Nodes;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Client;

/// <summary>
/// A seller's own shop, worked through the seller's own browser. The methods have the names of the original guide; its <c>csrf_token</c> and <c>anon_id</c>
/// parameters are gone, because the plugin reads both from the page and sends them by itself. Thread-safe; make one and keep it.
/// </summary>
/// <remarks>
/// Everything throws <see cref="StoFlowException"/> or one of its subclasses: <see cref="NoBrowserException"/>, <see cref="NotSignedInException"/>,
/// <see cref="PersonNeededException"/>, <see cref="OutcomeUnknownException"/>, <see cref="RefusedException"/>, <see cref="SiteException"/>.
/// Cancelling a call stops the waiting; a write that the bridge has taken may still run. Disposed, it ends what is under way: a write with
/// <see cref="OutcomeUnknownException"/>, for the bridge may have it; anything else, and every later call, with <see cref="ObjectDisposedException"/>.
/// </remarks>
public sealed class VintedProxyClient : IDisposable
{
    private readonly VintedClientOptions _options;
    private readonly SiteCalls _site;
    private readonly Wardrobe _wardrobe;

    /// <summary>Makes a client; nothing is sent yet.</summary>
    /// <param name="bridgeUrl">The bridge's address.</param>
    /// <param name="authToken">The back end's token; the variable <c>STOFLOW_TOKEN</c> when null.</param>
    /// <param name="options">Defaults when null.</param>
    /// <exception cref="ArgumentException">The address or an option cannot be used; all wrong options are named at once.</exception>
    public VintedProxyClient(string bridgeUrl = "http://localhost:8000", string? authToken = null, VintedClientOptions? options = null)
    {
        _options = options ?? new VintedClientOptions();
        _options.ThrowIfInvalid(nameof(options));
        Bridge = new BridgeClient(bridgeUrl, authToken ?? Environment.GetEnvironmentVariable("STOFLOW_TOKEN"), _options.Bridge);
        _site = new SiteCalls(Bridge, _options);
        _wardrobe = new Wardrobe(_site);
        var writes = new WriteRunner(_site);
        var loose = new LoosePhotos(_site);
        ReadBack = new VintedReadBack(_site, _wardrobe, loose);
        Photos = new VintedPhotos(_site, writes, loose, () => Items!);
        Items = new VintedItems(_site, writes, ReadBack, _wardrobe, Photos);
        Drafts = new VintedDrafts(_site, writes, ReadBack, Items);
        Catalogue = new VintedCatalogue(_site);
        Orders = new VintedOrders(_site);
    }

    /// <summary>The bridge's own API, for raw commands and administration.</summary>
    public BridgeClient Bridge { get; }

    /// <summary>Items: list, read, create, change, hide, delete.</summary>
    public VintedItems Items { get; }

    /// <summary>Drafts: make, publish, delete.</summary>
    public VintedDrafts Drafts { get; }

    /// <summary>Photos: upload, add, remove, replace, put in order.</summary>
    public VintedPhotos Photos { get; }

    /// <summary>The site's categories, brands, sizes, colours, conditions and parcel classes.</summary>
    public VintedCatalogue Catalogue { get; }

    /// <summary>Sales and purchases.</summary>
    public VintedOrders Orders { get; }

    /// <summary>Looks at the site after an unknown outcome.</summary>
    public VintedReadBack ReadBack { get; }

    /// <summary>Who is signed in in the seller's browser.</summary>
    /// <exception cref="NotSignedInException">Nobody is.</exception>
    /// <remarks>Source: the site's page and <c>GET /api/v2/users/current</c>, read by the plugin.</remarks>
    public Task<UserData> GetUserDataAsync(CancellationToken cancellationToken = default) => _wardrobe.UserAsync(cancellationToken);

    /// <inheritdoc cref="VintedItems.ListAsync"/>
    /// <param name="cancellationToken">Stops the reading.</param>
    public IAsyncEnumerable<Item> GetAllProductsAsync(
        long? userId = null, TimeSpan? throttle = null, int? pageSize = null, ItemFilter filter = ItemFilter.All, CancellationToken cancellationToken = default)
        => Items.ListAsync(userId, throttle, pageSize, filter, cancellationToken);

    /// <inheritdoc cref="VintedItems.CreateAsync(NewItem, string?, CancellationToken)"/>
    /// <param name="cancellationToken">Stops the waiting; the item may still be made.</param>
    public Task<ItemDetail> CreateProductAsync(NewItem item, string? idempotencyKey = null, CancellationToken cancellationToken = default)
        => Items.CreateAsync(item, idempotencyKey, cancellationToken);

    /// <summary>As <see cref="CreateProductAsync(NewItem, string?, CancellationToken)"/>, with the guide's parameters.</summary>
    /// <param name="title">1 to 100 characters.</param>
    /// <param name="description">1 to 2,000 characters.</param>
    /// <param name="price">In the currency of the site, at least 1.00.</param>
    /// <param name="brandId">A brand of the site's list; null is "no brand".</param>
    /// <param name="sizeId">Null where the category has no sizes.</param>
    /// <param name="catalogId">A leaf category.</param>
    /// <param name="colorIds">At most two.</param>
    /// <param name="statusId">The condition, 1 to 6; the guide's <c>status_ids</c> held one.</param>
    /// <param name="photos">1 to 20: the site takes no item without one.</param>
    /// <param name="packageSizeId">The parcel class; 1 is small, below 1 kg.</param>
    /// <param name="idempotencyKey">Made when null.</param>
    /// <param name="cancellationToken">Stops the waiting; the item may still be made.</param>
    /// <remarks>Source: as <see cref="VintedItems.CreateAsync(NewItem, string?, CancellationToken)"/>.</remarks>
    public Task<ItemDetail> CreateProductAsync(
        string title, string description, decimal price, long? brandId, long? sizeId, long catalogId, IReadOnlyList<long> colorIds, long statusId,
        IReadOnlyList<PhotoSource> photos, long packageSizeId = 1, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        var item = new NewItem
        {
            Title = title,
            Description = description,
            Price = price,
            BrandId = brandId,
            SizeId = sizeId,
            CatalogId = catalogId,
            ColorIds = colorIds,
            StatusId = statusId,
            Photos = photos,
            PackageSizeId = packageSizeId,
        };
        return Items.CreateAsync(item, idempotencyKey, cancellationToken);
    }

    /// <inheritdoc cref="VintedItems.UpdateAsync"/>
    /// <param name="cancellationToken">Stops the waiting; the change may still be made.</param>
    public Task<ItemDetail> UpdateProductAsync(long itemId, ItemChanges changes, string? idempotencyKey = null, CancellationToken cancellationToken = default)
        => Items.UpdateAsync(itemId, changes, idempotencyKey, cancellationToken);

    /// <summary>As <see cref="UpdateProductAsync(long, ItemChanges, string?, CancellationToken)"/>, with the guide's parameters; null leaves a field as it is.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="title">1 to 100 characters.</param>
    /// <param name="description">Up to 2,000 characters.</param>
    /// <param name="price">In the currency of the site, at least 1.00.</param>
    /// <param name="brandId">A brand of the site's list.</param>
    /// <param name="sizeId">The size.</param>
    /// <param name="catalogId">A leaf category.</param>
    /// <param name="colorIds">At most two; an empty list takes the colours off.</param>
    /// <param name="statusId">The condition, 1 to 6.</param>
    /// <param name="idempotencyKey">Made when null.</param>
    /// <param name="cancellationToken">Stops the waiting; the change may still be made.</param>
    /// <remarks>Source: as <see cref="VintedItems.UpdateAsync"/>.</remarks>
    public Task<ItemDetail> UpdateProductAsync(
        long itemId, string? title = null, string? description = null, decimal? price = null, long? brandId = null, long? sizeId = null, long? catalogId = null,
        IReadOnlyList<long>? colorIds = null, long? statusId = null, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        var changes = new ItemChanges
        {
            Title = title,
            Description = description,
            Price = price,
            BrandId = brandId,
            SizeId = sizeId,
            CatalogId = catalogId,
            ColorIds = colorIds,
            StatusId = statusId,
        };
        return Items.UpdateAsync(itemId, changes, idempotencyKey, cancellationToken);
    }

    /// <inheritdoc cref="VintedItems.DeleteAsync(long, string?, CancellationToken)"/>
    /// <param name="cancellationToken">Stops the waiting; the item may still be deleted.</param>
    public Task<bool> DeleteProductAsync(long itemId, string? idempotencyKey = null, CancellationToken cancellationToken = default)
        => Items.DeleteAsync(itemId, idempotencyKey, cancellationToken);

    /// <summary>Uploads a photo, to be put on an item later with <see cref="NewItem.Photos"/> or <see cref="VintedPhotos.AddAsync"/>.</summary>
    /// <param name="photo">JPEG or PNG; see <see cref="VintedClientOptions.StripPhotoLocation"/> for what is taken out of it. Not disposed.</param>
    /// <param name="filename">The file name that is sent along.</param>
    /// <param name="idempotencyKey">Made when null.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="ValidationException">Neither JPEG nor PNG, empty, or larger than <see cref="VintedClientOptions.MaxPhotoBytes"/>. Nothing was sent.</exception>
    /// <remarks>Source: <c>POST /api/v2/photos</c>.</remarks>
    public Task<Photo> UploadPhotoAsync(Stream photo, string filename = "photo.jpg", string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(photo);
        return Photos.UploadAsync(PhotoSource.FromStream(photo, filename), idempotencyKey, cancellationToken);
    }

    /// <inheritdoc cref="UploadPhotoAsync(Stream, string, string?, CancellationToken)"/>
    public Task<Photo> UploadPhotoAsync(ReadOnlyMemory<byte> photo, string filename = "photo.jpg", string? idempotencyKey = null, CancellationToken cancellationToken = default)
        => Photos.UploadAsync(PhotoSource.FromBytes(photo, filename), idempotencyKey, cancellationToken);

    /// <summary>Uploads a photo and puts it behind the item's others, as the guide's method of this name does.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="photo">JPEG or PNG.</param>
    /// <param name="filename">The file name that is sent along.</param>
    /// <param name="idempotencyKey">Made when null.</param>
    /// <param name="cancellationToken">Stops the waiting; the change may still be made.</param>
    /// <returns>The item as the site sent it back.</returns>
    /// <remarks>Source: <c>POST /api/v2/photos</c>, then as <see cref="VintedItems.UpdateAsync"/>.</remarks>
    public Task<ItemDetail> UploadPhotoAsync(
        long itemId, ReadOnlyMemory<byte> photo, string filename = "photo.jpg", string? idempotencyKey = null, CancellationToken cancellationToken = default)
        => Photos.AddAsync(itemId, PhotoSource.FromBytes(photo, filename), idempotencyKey, cancellationToken);

    /// <inheritdoc cref="VintedItems.GetStatsAsync"/>
    public Task<ItemStats> GetItemStatsAsync(long itemId, CancellationToken cancellationToken = default) => Items.GetStatsAsync(itemId, cancellationToken);

    /// <summary>Any request to the site, as it is. A site's error is not thrown: look at <c>Success</c>, <c>Status</c> and <c>Data</c>.</summary>
    /// <param name="url">Absolute, https, canonical, of a site of the list, under <c>/api/v2/</c>.</param>
    /// <param name="method">GET, HEAD, POST, PUT, PATCH or DELETE.</param>
    /// <param name="headers">Token and visitor id are put in by the plugin; cookies, origin and the like are refused.</param>
    /// <param name="body">Any JSON.</param>
    /// <param name="timeout">Up to 1 hour; <see cref="VintedClientOptions.Timeout"/> or <see cref="VintedClientOptions.WriteTimeout"/> when null.</param>
    /// <param name="idempotencyKey">For writes; made when null.</param>
    /// <param name="cancellationToken">Stops the waiting; a write may still be made.</param>
    /// <remarks>Source: the address asked for.</remarks>
    public Task<ExecuteAnswer> ExecuteRequestAsync(
        string url, string method = "GET", IReadOnlyDictionary<string, string>? headers = null, JsonNode? body = null, TimeSpan? timeout = null,
        string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(method);
        JsonElement? json = body is null ? null : JsonSerializer.SerializeToElement(body, ClientJson.Default.JsonNode);
        var write = Protocol.Policy.SitePolicy.IsWrite(method);
        var request = _site.Envelope(CommandAction.Request, timeout ?? (write ? _options.WriteTimeout : _options.Timeout)) with { Site = null, Request = new RequestBody(url, method, headers, json) };
        return Bridge.ExecuteAsync(request, idempotencyKey, cancellationToken);
    }

    /// <summary>Several requests, some at once; the answers are in <c>Results</c> in the order asked, and one failure never hides another.</summary>
    /// <param name="requests">At most 100.</param>
    /// <param name="timeout">For all of them, up to 1 hour; <see cref="VintedClientOptions.WriteTimeout"/> when null.</param>
    /// <param name="idempotencyKey">For writes; made when null.</param>
    /// <param name="cancellationToken">Stops the waiting; writes may still be made.</param>
    /// <remarks>Source: the addresses asked for.</remarks>
    public Task<ExecuteAnswer> ExecuteBatchAsync(
        IReadOnlyList<RequestBody> requests, TimeSpan? timeout = null, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        return Bridge.ExecuteAsync(_site.Envelope(CommandAction.Batch, timeout ?? _options.WriteTimeout) with { Site = null, Requests = requests }, idempotencyKey, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => Bridge.Dispose();
}
