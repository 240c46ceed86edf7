using System.Collections.Frozen;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Policy;
using StoFlow.Bridge.Storage;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Commands;

/// <summary><c>/api/uploads</c>: takes files in for <c>files[].upload_id</c>, whole or in chunks.</summary>
internal static class UploadEndpoints
{
    private const string Digest = "Content-Digest";

    // The registry of RFC 9530, without ours.
    private static readonly FrozenSet<string> OtherDigests =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "sha-512", "md5", "sha", "unixsum", "unixcksum", "adler", "crc32c");

    public static void MapUploads(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/uploads").WithTags("uploads").RequireScope(CallerScope.Write);
        group.MapPost("", AddAsync).WithMetadata(new TakesHeader(Digest, "sha-256=:BASE64:, the SHA-256 of the file (RFC 9530); checked where it is given."))
            .Accepts<UploadRequest>("application/json", "application/octet-stream", "image/*").Produces<UploadView>(StatusCodes.Status201Created)
            .WithSummary("Takes the body as a file that requests may name.")
            .WithDescription("With application/json {size, sha256} it announces a file that comes in chunks.");
        group.MapPatch("/{id}", TakeAsync).WithMetadata(new TakesHeader(Digest, "sha-256=:BASE64:, the SHA-256 of the chunk (RFC 9530).", IsRequired: true))
            .Accepts<byte[]>("application/octet-stream", "image/*").Produces<UploadView>()
            .WithSummary("Takes the chunk that begins at offset.")
            .WithDescription($"At most {UploadChunks.MostBytes} bytes, with its SHA-256 in Content-Digest (RFC 9530). A chunk that is here already is only answered.");
        group.MapGet("/{id}", Get).Produces<UploadView>().WithSummary("How much of an upload is here: where the next chunk begins.");
    }

    private static async Task<JsonHttpResult<UploadView>> AddAsync(
        HttpContext context, UploadShelf shelf, SellerBook known, BridgeOptions options, string? seller = null)
    {
        var caller = context.Caller();
        if (seller is not null)
        {
            caller.DemandSeller(seller);
            // A misspelled name would be found out only when a request names the upload, and then told as its absence.
            if (!known.Knows(seller)) throw BridgeException.OfField("seller", "no such seller; /api/sellers lists them.");
        }

        IReadOnlyList<string> sellers = seller is null ? caller.Sellers : [seller];
        var upload = context.Request.HasJsonContentType()
            ? await AnnounceAsync(context, shelf, sellers)
            : await SpoolAsync(context, shelf, options, sellers);
        context.Response.Headers.Location = $"/api/uploads/{upload.Id}";
        return TypedResults.Json(View(upload), ProtocolJson.Relaxed.UploadView, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<UploadRow> AnnounceAsync(HttpContext context, UploadShelf shelf, IReadOnlyList<string> sellers)
    {
        var asked = await JsonBody.ReadAsync(context, ProtocolJson.Strict.UploadRequest);
        if (asked.Size < 1) throw BridgeException.OfField("size", "at least 1, in bytes.");
        if (asked.Sha256.Length != 64 || !asked.Sha256.All(char.IsAsciiHexDigit))
            throw BridgeException.OfField("sha256", "of the whole file, as 64 hex digits.");
        return await shelf.AnnounceAsync(asked.Size, asked.Sha256.ToLowerInvariant(), sellers, context.RequestAborted);
    }

    // The body goes to disk as it comes, so the limit for JSON does not bind it.
    private static async Task<UploadRow> SpoolAsync(HttpContext context, UploadShelf shelf, BridgeOptions options, IReadOnlyList<string> sellers)
    {
        OversizedBody.Allow(context);
        var digest = Says(context.Request) ? DigestOf(context.Request) : null;
        if (context.Request.ContentLength > options.Limits.MaxUploadBytes)
            throw await OversizedBody.RefuseAsync(context, $"An upload holds at most {options.Limits.MaxUploadBytes} bytes.");
        try
        {
            return await shelf.AddAsync(context.Request.Body, context.Request.ContentLength ?? 0, sellers, isTransient: false, digest, context.RequestAborted);
        }
        catch (BridgeException problem) when (problem.Status == StatusCodes.Status413PayloadTooLarge || problem.Code == ErrorCode.RateLimited)
        {
            await OversizedBody.ReadOutAsync(context);
            throw;
        }
    }

    private static async Task<JsonHttpResult<UploadView>> TakeAsync(string id, HttpContext context, UploadShelf shelf, UploadChunks chunks, long offset)
    {
        var upload = Find(id, context.Caller(), shelf);
        OversizedBody.Allow(context);
        if (context.Request.ContentLength > UploadChunks.MostBytes)
            throw await OversizedBody.RefuseAsync(context, $"A chunk holds at most {UploadChunks.MostBytes} bytes.");
        var row = await chunks.TakeAsync(upload, offset, DigestOf(context.Request), context.Request.Body, context.RequestAborted);
        return TypedResults.Json(View(row), ProtocolJson.Relaxed.UploadView);
    }

    private static JsonHttpResult<UploadView> Get(string id, HttpContext context, UploadShelf shelf) =>
        TypedResults.Json(View(Find(id, context.Caller(), shelf).Row), ProtocolJson.Relaxed.UploadView);

    private static Upload Find(string id, Caller caller, UploadShelf shelf) =>
        shelf.Get(id) is { IsTransient: false } upload && (caller.MayAll || upload.Row.Sellers.All(caller.May))
            ? upload
            : throw new BridgeException(ErrorCode.NotFound, "There is no such upload for this token, or it has expired; begin it anew.");

    // Other algorithms than ours are no mistake: RFC 9530 leaves it to the receiver which it looks at. An empty or misspelt header is one: nothing would be checked.
    private static bool Says(HttpRequest request)
    {
        if (!request.Headers.ContainsKey(Digest)) return false;
        var values = request.Headers.GetCommaSeparatedValues(Digest);
        return values.Length == 0 || values.Any(value => value.StartsWith("sha-256=", StringComparison.OrdinalIgnoreCase) || !IsOther(value));
    }

    private static bool IsOther(string value) =>
        value.Split('=', 2) is [var name, [':', .., ':']] && OtherDigests.Contains(name);

    // RFC 9530: sha-256=:base64:, perhaps among others.
    private static byte[] DigestOf(HttpRequest request)
    {
        foreach (var value in request.Headers.GetCommaSeparatedValues(Digest))
        {
            if (!NameValueHeaderValue.TryParse(value.Replace(':', '"'), out var digest) || !digest.Name.Equals("sha-256", StringComparison.OrdinalIgnoreCase)) continue;
            var hash = new byte[SHA256.HashSizeInBytes];
            if (Convert.TryFromBase64String((digest.Value ?? "").Trim('"'), hash, out var length) && length == hash.Length) return hash;
        }

        throw BridgeException.OfField(Digest, "sha-256=:BASE64:, the SHA-256 of the body, is due.");
    }

    private static UploadView View(UploadRow upload) => new(upload.Id, upload.Size, upload.Sha256, upload.Received ?? upload.Size);
}
