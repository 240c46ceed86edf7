namespace StoFlow.Client;

/// <summary>What goes out of a photo when place and camera are to stay.</summary>
internal static class PurePhoto
{
    private const int FrameHead = 10;

    /// <summary>The photo without metadata; null when it is a picture that cannot be followed, as then nobody knows what is in it.</summary>
    public static ReadOnlyMemory<byte>? Of(ReadOnlyMemory<byte> photo, string mimeType)
    {
        var clean = mimeType is "image/png" ? PngMetadata.Strip(photo) : JpegMetadata.Strip(photo);
        if (clean is { } kept) return IsPadded(photo.Span, kept.Span) ? photo : kept;

        // A file with no picture in it and nothing that metadata begins with is for the site to judge.
        if (HoldsFrame(photo.Span) || photo.Span.IndexOf("IHDR"u8) >= 0 || MetadataMarks.In(photo.Span)) return null;
        return photo;
    }

    // Nothing behind the end but one and the same byte says nothing.
    private static bool IsPadded(ReadOnlySpan<byte> photo, ReadOnlySpan<byte> clean)
        => photo.StartsWith(clean) && photo[clean.Length..] is var rest && (rest.IsEmpty || rest.IndexOfAnyExcept(rest[0]) < 0);

    // The header without which no decoder shows a JPEG, wherever it stands.
    private static bool HoldsFrame(ReadOnlySpan<byte> photo)
    {
        for (int at = 0, step; (step = photo[at..].IndexOf((byte)0xFF)) >= 0; at += step + 1)
        {
            var head = photo[(at + step)..];
            if (head.Length < FrameHead) return false;
            if (JpegSegment.IsFrameMarker(head[1]) && head[2] == 0 && head[3] == 8 + (3 * head[9]) && head[4] is >= 2 and <= 16) return true;
        }

        return false;
    }
}
