using System.Text.Json;

namespace StoFlow.Protocol.Wire;

/// <summary>One HTTP request to the site, as the bridge passed it.</summary>
/// <param name="Timeout">In milliseconds; never beyond the command's deadline.</param>
/// <param name="ContentType"><c>json</c> or <c>multipart</c>.</param>
public sealed record SiteRequest(
    string Url,
    string Method,
    string Credentials,
    string ContentType,
    IReadOnlyDictionary<string, string>? Headers = null,
    JsonElement? Body = null,
    int? Timeout = null,
    IReadOnlyList<SiteFile>? Files = null);

/// <summary>One file of a multipart request.</summary>
public sealed record SiteFile(string Field, string Filename, string MimeType, BodyRef Body);
