using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace StoFlow.Protocol.Http;

/// <summary>The body of <c>POST /api/plugin/execute</c> and <c>POST /api/commands</c>.</summary>
/// <param name="Action">One of <see cref="CommandAction"/>.</param>
/// <param name="Seller">May be left out when the token names exactly one.</param>
/// <param name="Browser">A browser's id; left out, the bridge picks one of the seller's.</param>
/// <param name="Site">A host of the site list; left out, the URL's, else the one the browser is signed in to.</param>
/// <param name="TimeoutMs">From acceptance to outcome, in milliseconds: 1 to 3,600,000; default as <see cref="CommandTimeout.Of"/> counts.</param>
public sealed record ExecuteRequest(
    string Action,
    string? Seller = null,
    string? Browser = null,
    string? Site = null,
    [property: Range(1, CommandTimeout.MaxMs)] int? TimeoutMs = null,
    RequestBody? Request = null,
    [property: Length(1, ExecuteRequest.MaxRequests)] IReadOnlyList<RequestBody>? Requests = null)
{
    /// <summary>In one batch or sequence.</summary>
    public const int MaxRequests = 100;
}

/// <summary>One HTTP request as the caller writes it; contract §2.1.</summary>
/// <param name="Url">Absolute, https, canonical, of a site of the list.</param>
/// <param name="Method">GET (default), HEAD, POST, PUT, PATCH or DELETE.</param>
/// <param name="Body">Any JSON; with <c>multipart</c> an object whose values become form fields.</param>
/// <param name="Credentials"><c>include</c> (default), <c>omit</c> or <c>same-origin</c>.</param>
/// <param name="Timeout">In milliseconds, at most the command's.</param>
/// <param name="ContentType"><c>json</c> (default) or <c>multipart</c>.</param>
public sealed record RequestBody(
    string Url,
    string? Method = null,
    IReadOnlyDictionary<string, string>? Headers = null,
    JsonElement? Body = null,
    string? Credentials = null,
    [property: Range(1, CommandTimeout.MaxMs)] int? Timeout = null,
    string? ContentType = null,
    IReadOnlyList<RequestFile>? Files = null);

/// <summary>A file of a multipart request: its bytes in base64, or an upload made before.</summary>
public sealed record RequestFile(
    string Field, string? Filename = null, string? MimeType = null, string? Content = null, string? UploadId = null);
