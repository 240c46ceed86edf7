using System.Buffers.Binary;

namespace StoFlow.Client;

/// <summary>What a photo's bytes say about it.</summary>
/// <param name="MimeType"><c>image/jpeg</c> or <c>image/png</c>.</param>
/// <param name="Width">In pixels; null when the head could not be read.</param>
/// <param name="Height">In pixels; null when the head could not be read.</param>
internal sealed record PhotoFacts(string MimeType, int? Width, int? Height)
{
    /// <summary>As many bytes as <see cref="Mistake"/> looks at.</summary>
    public const int HeadLength = 24;

    /// <summary>The mistake of a photo whose place and camera data cannot be taken out.</summary>
    public const string NotFollowed =
        "The file is damaged or of a rare kind: what belongs to the picture cannot be told from place and camera data, so it was not sent. Save the photo anew as JPEG or PNG, or set StripPhotoLocation to false to send it as it is.";

    private static ReadOnlySpan<byte> PngMark => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> JpegMark => [0xFF, 0xD8, 0xFF];

    /// <summary>Why a photo cannot be sent, or null.</summary>
    public static string? Mistake(ReadOnlySpan<byte> head, long length, int maxBytes)
    {
        if (length == 0) return "The photo is empty.";
        if (length > maxBytes) return $"The photo has {length:N0} bytes; at most {maxBytes:N0} are sent (MaxPhotoBytes).";
        if (!head.StartsWith(JpegMark) && !head.StartsWith(PngMark)) return "Neither a JPEG nor a PNG; the site takes no other kind.";
        return null;
    }

    /// <summary>Kind and size of a photo that has no <see cref="Mistake"/>.</summary>
    public static PhotoFacts Read(ReadOnlySpan<byte> photo)
    {
        if (!photo.StartsWith(PngMark)) return JpegMetadata.Size(photo) is { } size ? new PhotoFacts("image/jpeg", size.Width, size.Height) : new PhotoFacts("image/jpeg", null, null);
        if (photo.Length < HeadLength) return new PhotoFacts("image/png", null, null);
        return new PhotoFacts("image/png", BinaryPrimitives.ReadInt32BigEndian(photo[16..]), BinaryPrimitives.ReadInt32BigEndian(photo[20..]));
    }
}
