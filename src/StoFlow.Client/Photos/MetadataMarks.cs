namespace StoFlow.Client;

/// <summary>
/// What metadata and films begin with. Only for bytes that are picture data by their place: where a photo has lost its end, what was hung behind it seems to
/// be more of the picture.
/// </summary>
internal static class MetadataMarks
{
    public static bool In(ReadOnlySpan<byte> picture)
        => picture.IndexOf("Exif\0\0"u8) >= 0 || picture.IndexOf("http://ns.adobe.com/"u8) >= 0 || picture.IndexOf("<x:xmpmeta"u8) >= 0
            || picture.IndexOf("Photoshop 3.0\0"u8) >= 0 || Film(picture);

    // Four letters alone come by chance; with a box's length before them, which is a small number, they do not.
    private static bool Film(ReadOnlySpan<byte> picture)
    {
        for (int at = 0, step; (step = picture[at..].IndexOf("ftyp"u8)) >= 0; at += step + 4)
            if (at + step >= 4 && picture.Slice(at + step - 4, 3).IndexOfAnyExcept((byte)0) < 0) return true;
        return false;
    }
}
