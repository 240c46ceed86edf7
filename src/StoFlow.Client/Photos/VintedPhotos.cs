using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using StoFlow.Protocol.Http;
using StoFlow.Protocol.Shapes;

namespace StoFlow.Client;

/// <summary>Photos: uploading them, and changing those of an item. A photo that is uploaded and put on no item does no harm.</summary>
public sealed class VintedPhotos
{
    // Above this a photo goes to the bridge beside the command; base64 inside it would cost a third more and hold up smaller messages.
    private const int InlineBytes = 256 * 1024;

    private readonly SiteCalls _site;
    private readonly WriteRunner _writes;
    private readonly LoosePhotos _loose;
    private readonly Func<VintedItems> _items;

    internal VintedPhotos(SiteCalls site, WriteRunner writes, LoosePhotos loose, Func<VintedItems> items)
    {
        _site = site;
        _writes = writes;
        _loose = loose;
        _items = items;
    }

    /// <summary>Uploads a photo, to be put on an item later. JPEG or PNG; see <see cref="VintedClientOptions.StripPhotoLocation"/> for what is taken out of it.</summary>
    /// <param name="photo">File, bytes or stream.</param>
    /// <param name="idempotencyKey">Made when null.</param>
    /// <param name="cancel">Stops the waiting.</param>
    /// <exception cref="ValidationException">Neither JPEG nor PNG, empty, or larger than <see cref="VintedClientOptions.MaxPhotoBytes"/>. Nothing was sent.</exception>
    /// <exception cref="SiteException">The site refused it, such as code 50 or 51.</exception>
    /// <remarks>Source: <c>POST /api/v2/photos</c>.</remarks>
    public Task<Photo> UploadAsync(PhotoSource photo, string? idempotencyKey = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(photo);
        var key = IdempotencyKey.Or(idempotencyKey);
        return UploadAsync(photo, DerivedId.Of(key), [], "photo", key, cancel);
    }

    /// <summary>Uploads a photo and puts it behind the item's others.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="photo">File, bytes, stream, or one uploaded before.</param>
    /// <param name="idempotencyKey">Made when null.</param>
    /// <param name="cancel">Stops the waiting.</param>
    /// <returns>The item as the site sent it back.</returns>
    /// <remarks>Source: as <see cref="VintedItems.UpdateAsync"/>, with <c>POST /api/v2/photos</c> for each new photo.</remarks>
    public Task<ItemDetail> AddAsync(long itemId, PhotoSource photo, string? idempotencyKey = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(photo);
        return _items().UpdateAsync(itemId, new ItemChanges { EditPhotos = kept => [.. kept, photo] }, idempotencyKey, cancel);
    }

    /// <summary>Takes one photo off an item. The last one cannot be taken off.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="photoId">The photo's id as <see cref="VintedItems.GetAsync"/> shows it.</param>
    /// <param name="idempotencyKey">Made when null.</param>
    /// <param name="cancel">Stops the waiting.</param>
    /// <exception cref="ValidationException">The item has no such photo, or no other.</exception>
    /// <remarks>Source: as <see cref="VintedItems.UpdateAsync"/>.</remarks>
    public Task<ItemDetail> RemoveAsync(long itemId, long photoId, string? idempotencyKey = null, CancellationToken cancel = default)
        => _items().UpdateAsync(itemId, new ItemChanges { EditPhotos = kept => PhotoEdits.Remove(kept, photoId) }, idempotencyKey, cancel);

    /// <summary>Puts these photos on an item in place of all it has, in this order.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="photos">1 to 20; the first becomes the main one.</param>
    /// <param name="idempotencyKey">Made when null.</param>
    /// <param name="cancel">Stops the waiting.</param>
    /// <remarks>Source: as <see cref="VintedItems.UpdateAsync"/>, with <c>POST /api/v2/photos</c> for each new photo.</remarks>
    public Task<ItemDetail> ReplaceAsync(long itemId, IReadOnlyList<PhotoSource> photos, string? idempotencyKey = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(photos);
        return _items().UpdateAsync(itemId, new ItemChanges { Photos = photos }, idempotencyKey, cancel);
    }

    /// <summary>Puts an item's photos into another order.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="photoIds">All of the item's photo ids, each once, in the new order.</param>
    /// <param name="idempotencyKey">Made when null.</param>
    /// <param name="cancel">Stops the waiting.</param>
    /// <exception cref="ValidationException">Not exactly the item's photos.</exception>
    /// <remarks>Source: as <see cref="VintedItems.UpdateAsync"/>.</remarks>
    public Task<ItemDetail> OrderAsync(long itemId, IReadOnlyList<long> photoIds, string? idempotencyKey = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(photoIds);
        return _items().UpdateAsync(itemId, new ItemChanges { EditPhotos = kept => PhotoEdits.Order(kept, photoIds) }, idempotencyKey, cancel);
    }

    /// <param name="source">What to upload.</param>
    /// <param name="session">The upload session; it follows from the key, so that a repetition sends the same body.</param>
    /// <param name="others">Those that went up before it in the same session.</param>
    /// <param name="field">Its name in the form, for a mistake.</param>
    /// <param name="key">The idempotency key.</param>
    /// <param name="cancel">Stops the waiting.</param>
    internal async Task<Photo> UploadAsync(PhotoSource source, Guid session, IReadOnlyList<Photo> others, string field, string key, CancellationToken cancel)
    {
        if (source.PhotoId is { } known) return new Photo { Id = known, Orientation = source.Orientation };
        var (bytes, facts) = await ReadAsync(source, field, cancel).ConfigureAwait(false);
        var file = await FileAsync(bytes, source.Filename, facts.MimeType, cancel).ConfigureAwait(false);
        var write = new SiteWrite("POST", "photos", new JsonObject { ["photo[type]"] = "item", ["photo[temp_uuid]"] = session.ToString() }, SiteShapes.Photo) { Files = [file], Under = "photo" };
        Photo? there = null;
        var plan = new ReadBackPlan<Photo>(
            async token => (there = (await _loose.OfAsync(session, token).ConfigureAwait(false)).FirstOrDefault(photo => others.All(other => other.Id != photo.Id))) is null
                ? VintedReadBack.Photo
                : ReadBackResult.Yes("The photo is there, on no item yet."),
            _ => there!);
        return await _writes.RunAsync(key, write, Read, plan, cancel).ConfigureAwait(false);
    }

    /// <summary>Tells all that is wrong with a write at once, and of several photos lets none go up before all are right.</summary>
    /// <param name="found">What is known to be wrong without reading the photos.</param>
    /// <param name="sources">The write's photos.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <returns>The photos, to be uploaded.</returns>
    internal async Task<IReadOnlyList<PhotoSource>> CheckAsync(IReadOnlyList<FieldMistake> found, IReadOnlyList<PhotoSource> sources, CancellationToken cancel)
    {
        // A single one is read when it goes up.
        if (found.Count == 0 && sources.Count(source => source.PhotoId is null) <= 1) return sources;
        List<FieldMistake> mistakes = [.. found];
        List<PhotoSource> held = new(sources.Count);
        for (var i = 0; i < sources.Count; i++)
        {
            var field = $"photos[{i}]";
            var known = found.Any(mistake => string.Equals(mistake.Field, field, StringComparison.Ordinal));
            held.Add(known ? sources[i] : await CheckAsync(sources[i], field, mistakes, cancel).ConfigureAwait(false));
        }

        return mistakes.Count == 0 ? held : throw new ValidationException(mistakes);
    }

    // Adds what is wrong with one; gives it in a form that can be read again.
    private async Task<PhotoSource> CheckAsync(PhotoSource source, string field, List<FieldMistake> mistakes, CancellationToken cancel)
    {
        if (source.PhotoId is not null) return source;
        var held = await source.HeldAsync(_site.Options.MaxPhotoBytes, cancel).ConfigureAwait(false);
        try
        {
            await ReadAsync(held, field, cancel).ConfigureAwait(false);
        }
        catch (ValidationException wrong)
        {
            mistakes.AddRange(wrong.Mistakes);
        }

        return held;
    }

    // As it goes to the site.
    private async Task<(ReadOnlyMemory<byte> Bytes, PhotoFacts Facts)> ReadAsync(PhotoSource source, string field, CancellationToken cancel)
    {
        var options = _site.Options;
        if (source.EarlyMistake(options.MaxPhotoBytes) is { } early) throw Wrong(early);
        var bytes = await source.ReadAsync(options.MaxPhotoBytes, cancel).ConfigureAwait(false);
        if (PhotoFacts.Mistake(bytes.Span, bytes.Length, options.MaxPhotoBytes) is { } mistake) throw Wrong(mistake);
        var facts = PhotoFacts.Read(bytes.Span);
        if (facts.Width == 0 || facts.Height == 0) throw Wrong("The photo has no width or no height.");
        return (options.StripPhotoLocation ? PurePhoto.Of(bytes, facts.MimeType) ?? throw Wrong(PhotoFacts.NotFollowed) : bytes, facts);

        ValidationException Wrong(string what) => new([new FieldMistake(field, what)]);
    }

    private Photo Read(JsonElement data) => _site.ReadCarried(data, ClientJson.Default.Photo, SiteShapes.Photo);

    private async Task<RequestFile> FileAsync(ReadOnlyMemory<byte> bytes, string filename, string mimeType, CancellationToken cancel)
    {
        filename = Tidy(filename, mimeType);
        if (bytes.Length <= InlineBytes) return new RequestFile("photo[file]", filename, mimeType, Convert.ToBase64String(bytes.Span));
        using var stream = AsStream(bytes);
        var upload = await _site.Bridge.UploadAsync(stream, _site.Options.WriteTimeout, cancel).ConfigureAwait(false);
        if (upload.Size != bytes.Length || !string.Equals(upload.Sha256, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)), StringComparison.OrdinalIgnoreCase))
            throw new StoFlowException(ClientErrorCode.BridgeAnswer, "The bridge holds other bytes than were sent. Nothing went to the site; try again.") { Transient = true };
        return new RequestFile("photo[file]", filename, mimeType, UploadId: upload.UploadId);
    }

    // A file name travels in a header: no path, no quotes, no control characters.
    private static string Tidy(string filename, string mimeType)
    {
        var name = string.Concat(filename[(filename.LastIndexOfAny(['/', '\\']) + 1)..].Where(c => c != '"' && !char.IsControl(c)));
        return name.Length == 0 ? mimeType is "image/png" ? "photo.png" : "photo.jpg" : name.Length > 100 ? name[^100..] : name;
    }

    private static MemoryStream AsStream(ReadOnlyMemory<byte> bytes)
        => MemoryMarshal.TryGetArray(bytes, out var array) ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false) : new MemoryStream(bytes.ToArray(), writable: false);
}
