namespace StoFlow.Client;

/// <summary>Changes of an item's list of photos that need to know the list.</summary>
internal static class PhotoEdits
{
    public static IReadOnlyList<PhotoSource> Remove(IReadOnlyList<PhotoSource> photos, long photoId)
    {
        PhotoSource[] left = [.. photos.Where(photo => photo.PhotoId != photoId)];
        if (left.Length == photos.Count) throw Wrong($"The item has no photo {photoId}.");
        if (left.Length == 0) throw Wrong("It is the item's only photo: add another first.");
        return left;
    }

    public static IReadOnlyList<PhotoSource> Order(IReadOnlyList<PhotoSource> photos, IReadOnlyList<long> ids)
    {
        if (ids.Count != photos.Count || ids.Distinct().Count() != ids.Count || !ids.All(id => photos.Any(photo => photo.PhotoId == id)))
            throw Wrong($"Name all of the item's photos, each once: {string.Join(", ", photos.Select(photo => photo.PhotoId))}.");
        return [.. ids.Select(id => photos.First(photo => photo.PhotoId == id))];
    }

    private static ValidationException Wrong(string message) => new([new FieldMistake("photos", message)]);
}
