namespace StoFlow.Client;

/// <summary>A photo to put on an item: one that the site has already, or a file, bytes or stream to upload. Each goes up once, when all of a write have been checked.</summary>
public sealed class PhotoSource
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly Stream? _stream;
    private readonly string? _path;

    private PhotoSource(string filename, ReadOnlyMemory<byte> bytes = default, Stream? stream = null, string? path = null)
    {
        Filename = filename;
        _bytes = bytes;
        _stream = stream;
        _path = path;
    }

    /// <summary>The photo's id at the site, when it is there already.</summary>
    public long? PhotoId { get; private init; }

    /// <summary>The file name that is sent along.</summary>
    public string Filename { get; }

    internal int Orientation { get; private init; }

    /// <summary>A photo that was uploaded before or is on the item.</summary>
    public static PhotoSource Uploaded(long photoId) => new("") { PhotoId = photoId };

    /// <summary>A photo that was uploaded before or is on the item.</summary>
    public static PhotoSource Uploaded(Photo photo)
    {
        ArgumentNullException.ThrowIfNull(photo);
        return new("") { PhotoId = photo.Id, Orientation = photo.Orientation ?? 0 };
    }

    /// <summary>A file, JPEG or PNG. Read when it is uploaded.</summary>
    public static PhotoSource FromFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new(Path.GetFileName(path), path: path);
    }

    /// <summary>A photo in memory, JPEG or PNG.</summary>
    public static PhotoSource FromBytes(ReadOnlyMemory<byte> bytes, string filename = "photo.jpg")
    {
        ArgumentNullException.ThrowIfNull(filename);
        return new(filename, bytes);
    }

    /// <summary>A stream, JPEG or PNG. Read once, when it is uploaded; not disposed.</summary>
    public static PhotoSource FromStream(Stream stream, string filename = "photo.jpg")
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(filename);
        return new(filename, stream: stream);
    }

    /// <summary>What can be told without reading all of it.</summary>
    internal string? EarlyMistake(int maxBytes)
    {
        if (PhotoId is { } id) return id > 0 ? null : "Not an id of a photo.";
        if (_stream is not null) return null;
        if (_path is null) return PhotoFacts.Mistake(_bytes.Span, _bytes.Length, maxBytes);
        try
        {
            if (!File.Exists(_path)) return "The file does not exist.";
            Span<byte> head = stackalloc byte[PhotoFacts.HeadLength];
            using var open = File.OpenRead(_path);
            var got = open.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            return PhotoFacts.Mistake(head[..got], open.Length, maxBytes);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return $"The file cannot be read: {closed.Message}";
        }
    }

    /// <summary>The same photo, but one that can be read more than once.</summary>
    internal async Task<PhotoSource> HeldAsync(int maxBytes, CancellationToken cancel)
        => _stream is null ? this : FromBytes(await ReadAsync(_stream, maxBytes, cancel).ConfigureAwait(false), Filename);

    /// <summary>All of it, at most one byte more than the limit.</summary>
    internal async Task<ReadOnlyMemory<byte>> ReadAsync(int maxBytes, CancellationToken cancel)
    {
        if (_stream is not null) return await ReadAsync(_stream, maxBytes, cancel).ConfigureAwait(false);
        if (_path is null) return _bytes;
        var file = File.OpenRead(_path);
        await using (file.ConfigureAwait(false)) return await ReadAsync(file, maxBytes, cancel).ConfigureAwait(false);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream stream, int maxBytes, CancellationToken cancel)
    {
        var known = stream.CanSeek ? Math.Max(0, stream.Length - stream.Position) : 0;
        using var whole = new MemoryStream((int)Math.Min(known, maxBytes));
        var buffer = new byte[81_920];
        int got;
        while (whole.Length <= maxBytes && (got = await stream.ReadAsync(buffer, cancel).ConfigureAwait(false)) > 0) whole.Write(buffer, 0, got);
        return whole.GetBuffer().AsMemory(0, (int)whole.Length);
    }
}
