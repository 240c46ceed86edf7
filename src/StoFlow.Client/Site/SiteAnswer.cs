using System.Net.Http.Headers;
using System.Text.Json;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Client;

/// <summary>Tells a site's answer from a site's error.</summary>
internal static class SiteAnswer
{
    private const int IpBlocked = 102;
    private const int AccessDenied = 106;
    private const string Vendor = "captcha-delivery";

    /// <summary>The JSON of a good answer.</summary>
    /// <param name="answer">What the bridge handed on.</param>
    /// <param name="write">A write whose answer leaves its end open (5xx, 408) is of unknown outcome.</param>
    /// <param name="time">For a limit that ends at a date.</param>
    /// <exception cref="StoFlowException">The answer is an error.</exception>
    public static JsonElement Require(ExecuteAnswer answer, bool write, TimeProvider time)
    {
        var status = answer.Status ?? 0;
        if (status == 0 && answer.Code is { } code) throw NoAnswer(answer, code, write);
        if (Challenged(answer)) throw Person(answer);
        var data = answer.Data ?? default;
        if (write && (status >= 500 || status == 408)) throw OpenEnd(answer, status);
        if (status == 401)
            throw new NotSignedInException(ErrorCode.NotSignedIn, "The site says that nobody is signed in. Sign in, in the seller's browser, then try again.") { HttpStatus = status, CommandId = answer.CommandId };
        if (status is < 200 or > 299 || SiteCodeOf(data) is not (null or 0)) throw Error(answer, status, data, time);
        if (data.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array) && IsText(answer, data)) throw write ? OpenEnd(answer, status) : Html(answer, status);
        if (!answer.Success) throw Error(answer, status, data, time);
        return data;
    }

    /// <summary>The site took a write and answered with less than is needed: it was done, most likely, and a repetition would do it twice.</summary>
    public static OutcomeUnknownException Unreadable(SiteException drift, int? status, string? commandId)
        => new($"The site took the write, but its answer cannot be read. {drift.Detail} Look before you repeat it.", drift)
        {
            SiteStatus = status ?? 200,
            HttpStatus = status,
            CommandId = commandId,
        };

    private static StoFlowException NoAnswer(ExecuteAnswer answer, string code, bool write)
        => write && code is (ErrorCode.Network or ErrorCode.Timeout)
            ? new OutcomeUnknownException("The connection to the site broke off during the write. Look before you repeat it.") { CommandId = answer.CommandId }
            : Problems.Make(code, answer.Error ?? "The site gave no answer.", null, commandId: answer.CommandId);

    private static OutcomeUnknownException OpenEnd(ExecuteAnswer answer, int status)
        => new($"The site answered the write with {status}, which does not say whether it was done. Look before you repeat it.")
        {
            SiteStatus = status,
            HttpStatus = status,
            CommandId = answer.CommandId,
        };

    private static PersonNeededException Person(ExecuteAnswer answer)
        => new(ErrorCode.Challenge, "The site asks for the person. Open it in the seller's browser, settle what it asks, then resume.")
        {
            HttpStatus = answer.Status,
            CommandId = answer.CommandId,
        };

    private static SiteException Html(ExecuteAnswer answer, int status)
        => new(ClientErrorCode.SiteError, $"The site answered with a web page (status {status}) where JSON was due: a dead address, an outage, or the site wants the person. Look at the site in the seller's browser.")
        {
            HttpStatus = status,
            CommandId = answer.CommandId,
            Html = true,
        };

    private static SiteException Error(ExecuteAnswer answer, int status, JsonElement data, TimeProvider time)
    {
        if (data.ValueKind != JsonValueKind.Object && IsText(answer, data) && status != 429) return Html(answer, status);
        var code = SiteCodeOf(data);
        var word = Text(data, "message_code");
        var message = Text(data, "message");
        var fields = FieldErrors(data);
        var limited = status == 429 || word is "rate_limit_exceeded";
        var said = string.Join(" ", fields.Select(field => $"{field.Field}: {field.Message}").Prepend(message ?? word ?? answer.Error ?? "").Where(part => part.Length > 0));
        var hint = limited ? " Wait before the next call." : code == AccessDenied ? " Not allowed, or the page's token is old: reload the site's tab." : "";
        return new SiteException(limited ? ErrorCode.RateLimited : ClientErrorCode.SiteError, $"The site answered {status}{(code is null or 0 ? "" : $" with code {code}")}. {said}{hint}".TrimEnd())
        {
            HttpStatus = status,
            CommandId = answer.CommandId,
            SiteCode = code,
            MessageCode = word,
            SiteMessage = message,
            FieldErrors = fields,
            RetryAfter = RetryConditionHeaderValue.TryParse(Header(answer, "retry-after"), out var wait) ? Problems.RetryAfter(wait, time) : null,
        };
    }

    // The plugin stops on these before anybody sees them; a bridge that hands one on all the same is not to be believed over the site.
    private static bool Challenged(ExecuteAnswer answer)
    {
        if (Header(answer, "x-dd-b") is not null || Header(answer, "x-datadome-cid") is not null) return true;
        if (answer.Data is { ValueKind: JsonValueKind.Object } data)
            return SiteCodeOf(data) == IpBlocked || (answer.Status == 403 && Text(data, "url")?.Contains(Vendor, StringComparison.OrdinalIgnoreCase) == true);
        return IsText(answer, answer.Data ?? default)
            && (answer.Status == 403 || Said(answer).Contains(Vendor, StringComparison.OrdinalIgnoreCase)
                || (answer.Status == 503 && Said(answer).Contains("just a moment", StringComparison.OrdinalIgnoreCase)));
    }

    private static bool IsText(ExecuteAnswer answer, JsonElement data)
        => data.ValueKind == JsonValueKind.String || Header(answer, "content-type")?.Contains("html", StringComparison.OrdinalIgnoreCase) == true;

    private static int? SiteCodeOf(JsonElement data)
        => data.ValueKind == JsonValueKind.Object && data.TryGetProperty("code", out var code) && WholeNumber.Of(code) is { } number and >= int.MinValue and <= int.MaxValue
            ? (int)number
            : null;

    private static FieldMistake[] FieldErrors(JsonElement data)
    {
        if (data.ValueKind != JsonValueKind.Object || !data.TryGetProperty("errors", out var errors) || errors.ValueKind != JsonValueKind.Array) return [];
        return [.. errors.EnumerateArray().Select(error => new FieldMistake(Text(error, "field") ?? "?", Text(error, "value") ?? ""))];
    }

    private static string? Header(ExecuteAnswer answer, string name)
        => answer.Headers is not null && answer.Headers.TryGetValue(name, out var value) ? value : null;

    private static string? Text(JsonElement data, string name)
        => data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? ReadableText.Of(value) : null;

    private static string Said(ExecuteAnswer answer) => answer.Data is { } data ? ReadableText.Of(data) : "";
}
