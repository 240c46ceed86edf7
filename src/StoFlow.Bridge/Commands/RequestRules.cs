using System.Text.Json;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;
using StoFlow.Protocol.Policy;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Commands;

/// <summary>One request of a command: in the policy's bounds and well formed, or a fault that names the field.</summary>
internal sealed class RequestRules(BridgeOptions options, FileRules files)
{
    /// <summary>Throws for the first fault; the site and the method otherwise.</summary>
    public (string Site, string Method) Check(RequestBody request, string seller, int mostMs, string field)
    {
        if (request is null) throw BridgeException.OfField(field, "null; an object is due.");
        var site = CheckUrl(request.Url, $"{field}.url");
        var method = CheckMethod(request.Method, $"{field}.method");
        var multipart = request.ContentType switch
        {
            null or "json" => false,
            "multipart" => true,
            _ => throw BridgeException.OfField($"{field}.content_type", "json or multipart."),
        };
        if (request.Credentials is not (null or "include" or "omit" or "same-origin"))
            throw BridgeException.OfField($"{field}.credentials", "include, omit or same-origin.");
        if (request.Timeout is { } timeout && (timeout < 1 || timeout > mostMs))
            throw BridgeException.OfField($"{field}.timeout", $"1 to {mostMs} milliseconds, the most that the whole command has.");
        if (request.Headers is { } headers) HeaderRules.Check(headers, multipart, $"{field}.headers");
        CheckBody(request, method, multipart, seller, field);
        return (site, method);
    }

    /// <summary>The request as it goes to the plugin; content in base64 is stored now.</summary>
    public async Task<SiteRequest> FinishAsync(RequestBody request, string method, string seller, CancellationToken ct) => new(
        request.Url,
        method,
        request.Credentials ?? "include",
        request.ContentType ?? "json",
        request.Headers is { Count: > 0 } ? request.Headers : null,
        request.Body is { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } ? null : request.Body,
        request.Timeout,
        request.Files is { Count: > 0 } given ? await files.StoreAsync(given, seller, ct) : null);

    private string CheckUrl(string url, string field)
    {
        if (string.IsNullOrEmpty(url)) throw BridgeException.OfField(field, "required: absolute, such as https://www.vinted.fr/api/v2/users/current.");
        if (SitePolicy.Current.Refuse(url, options.MorePaths, out var site) is not { } refusal) return site!.Host;
        throw CanonicalUrl.Fault(url) is { } fault && !IsElsewhere(url) ? BridgeException.OfField(field, $"{fault}.") : Refused(field, refusal);
    }

    // Another scheme, a port or a user is a place beyond the list; any other fault, a space before it all or the port that is meant anyway, is a spelling.
    private static bool IsElsewhere(string url)
    {
        url = url.TrimStart();
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme <= 0) return false;
        if (!url.StartsWith("https://", StringComparison.OrdinalIgnoreCase)) return true;
        var host = CanonicalUrl.Split(string.Concat("https://", url.AsSpan(8))).Host;
        if (host.EndsWith(":443", StringComparison.Ordinal)) host = host[..^4];
        return host.AsSpan().ContainsAny(':', '@');
    }

    private static string CheckMethod(string? given, string field)
    {
        var method = given?.ToUpperInvariant() ?? "GET";
        if (method.Length == 0 || !method.All(char.IsAsciiLetterUpper)) throw BridgeException.OfField(field, "GET, HEAD, POST, PUT, PATCH or DELETE.");
        return SitePolicy.Current.AllowsMethod(method)
            ? method
            : throw Refused(field, "the method is not one of GET, HEAD, POST, PUT, PATCH, DELETE");
    }

    private void CheckBody(RequestBody request, string method, bool multipart, string seller, string field)
    {
        var hasBody = request.Body is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) };
        var hasFiles = request.Files is { Count: > 0 };
        if (!SitePolicy.IsWrite(method) && (hasBody || hasFiles || multipart))
            throw BridgeException.OfField($"{field}.{(hasFiles ? "files" : hasBody ? "body" : "content_type")}", $"{method} carries no body.");
        if (hasFiles && !multipart) throw BridgeException.OfField($"{field}.files", "files need content_type multipart.");
        if (multipart && !hasFiles && !hasBody) throw BridgeException.OfField($"{field}.body", "a multipart request needs a body of fields, or files.");
        if (multipart && hasBody && request.Body!.Value.ValueKind != JsonValueKind.Object)
            throw BridgeException.OfField($"{field}.body", "with multipart an object, whose values become form fields.");
        if (hasFiles) files.Check(request.Files!, seller, $"{field}.files");
    }

    private static BridgeException Refused(string field, string what) =>
        new(ErrorCode.NotAllowedByPolicy, $"{field}: {what}. An operator can add paths, never other hosts.", field);
}
