using System.Buffers.Text;
using StoFlow.Bridge.Storage;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Commands;

/// <summary>Files of a multipart request: an upload made before, or bytes in base64, which become one.</summary>
internal sealed class FileRules(UploadShelf uploads)
{
    private const int MaxFiles = 30;

    /// <summary>Throws <c>invalid_request</c> for the first file that is not as it should be; stores nothing yet.</summary>
    public void Check(IReadOnlyList<RequestFile> files, string seller, string field)
    {
        if (files.Count > MaxFiles) throw BridgeException.OfField(field, $"at most {MaxFiles} files.");
        for (var i = 0; i < files.Count; i++)
        {
            var (file, at) = (files[i], $"{field}[{i}]");
            if (file is null) throw BridgeException.OfField(at, "null; an object is due.");
            if (!IsLine(file.Field, 100)) throw BridgeException.OfField($"{at}.field", "1 to 100 characters without control characters or quotes.");
            if (file.Filename is not null && (!IsLine(file.Filename, 255) || file.Filename.AsSpan().ContainsAny('/', '\\')))
                throw BridgeException.OfField($"{at}.filename", "1 to 255 characters without control characters, quotes or slashes.");
            if (file.MimeType is not null && !IsMimeType(file.MimeType)) throw BridgeException.OfField($"{at}.mime_type", "such as image/jpeg.");
            if (file.Content is null == file.UploadId is null) throw BridgeException.OfField($"{at}.content", "either content (base64) or upload_id.");
            if (file.UploadId is { } id && uploads.Find(id, seller) is null) throw BridgeException.OfField($"{at}.upload_id", Missing(id, seller));
            if (file.Content is { } content && (content.Length == 0 || !Base64.IsValid(content))) throw BridgeException.OfField($"{at}.content", "not valid base64, or empty.");
        }
    }

    /// <summary>The files as they go to the plugin; content in base64 is stored now.</summary>
    public async Task<IReadOnlyList<SiteFile>> StoreAsync(IReadOnlyList<RequestFile> files, string seller, CancellationToken ct)
    {
        var stored = new SiteFile[files.Count];
        for (var i = 0; i < stored.Length; i++)
        {
            var file = files[i];
            var upload = file.Content is { } content
                ? await AddAsync(content, seller, ct)
                : uploads.Find(file.UploadId!, seller) ?? throw BridgeException.OfField("files.upload_id", "it expired at this moment; upload it again.");
            stored[i] = new SiteFile(
                file.Field, file.Filename ?? "file", file.MimeType ?? "application/octet-stream", new BodyRef(upload.Id, upload.Size, upload.Sha256));
        }

        return stored;
    }

    private string Missing(string id, string seller) =>
        uploads.Get(id) is { } upload && upload.May(seller) && upload.Row is { Received: { } received } row
            ? $"{received} of its {row.Size} bytes are here; send the rest first (PATCH /api/uploads/{id}?offset={received})."
            : "no such upload for this seller, or it has expired; upload it again.";

    private Task<UploadRow> AddAsync(string content, string seller, CancellationToken ct)
    {
        var bytes = Convert.FromBase64String(content);
        return uploads.AddAsync(new MemoryStream(bytes), bytes.Length, [seller], isTransient: true, digest: null, ct);
    }

    private static bool IsLine(string? text, int longest)
    {
        if (text is null || text.Length == 0 || text.Length > longest) return false;
        foreach (var c in text)
            if (char.IsControl(c) || c == '"') return false;
        return true;
    }

    private static bool IsMimeType(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 1 || slash == text.Length - 1 || text.Length > 100) return false;
        for (var i = 0; i < text.Length; i++)
            if (i != slash && !char.IsAsciiLetterOrDigit(text[i]) && text[i] is not ('.' or '-' or '+' or '_')) return false;
        return true;
    }
}
