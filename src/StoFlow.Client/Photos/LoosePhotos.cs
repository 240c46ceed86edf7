using System.Text.Json;
using StoFlow.Protocol.Shapes;

namespace StoFlow.Client;

/// <summary>The photos that are on no item yet; the site lists them by the session they went up in.</summary>
internal sealed class LoosePhotos(SiteCalls site)
{
    /// <summary>Those of a session, in the order of the site; empty too where the site has no such list: a photo too many does no harm.</summary>
    /// <param name="session">The upload session.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <remarks>Source: <c>GET /api/v2/photos?type=item&amp;temp_uuid=…</c>.</remarks>
    public async Task<IReadOnlyList<Photo>> OfAsync(Guid session, CancellationToken cancel)
    {
        // A list that says more than was asked must not lend another upload's photo.
        var listed = await TryListAsync(session, cancel).ConfigureAwait(false) ?? [];
        return [.. listed.Where(photo => Guid.TryParse(photo.TempUuid, out var own) && own == session)];
    }

    /// <summary>What the site lists when asked for a session; null where it has no such list.</summary>
    public async Task<IReadOnlyList<Photo>?> TryListAsync(Guid session, CancellationToken cancel)
    {
        try
        {
            var list = await site.ReadAsync($"photos?type=item&temp_uuid={session}", SiteShapes.Anything, cancel).ConfigureAwait(false);
            if (list.ValueKind != JsonValueKind.Object || !list.TryGetProperty("photos", out var photos) || photos.ValueKind != JsonValueKind.Array) return null;
            return [.. photos.EnumerateArray().Select(photo => site.ReadCarried(photo, ClientJson.Default.Photo, SiteShapes.Photo))];
        }
        catch (SiteException dead) when (dead.HttpStatus == 404)
        {
            return null;
        }
    }
}
