using System.CommandLine;
using System.Text.Json;
using StoFlow.Cli.Files;
using StoFlow.Cli.Screens;
using StoFlow.Cli.Settings;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Cli.Verbs;

internal sealed class ExecuteVerb : Verb
{
    private readonly Argument<string> _action;
    private readonly Option<string?> _url;
    private readonly Option<string> _method;
    private readonly Option<string[]> _headers;
    private readonly Option<string?> _body;
    private readonly Option<string?> _requests;
    private readonly Option<string?> _key;

    public ExecuteVerb(ToolHost host)
        : base(
            host,
            "execute",
            "Runs one raw action and prints the bridge's answer as JSON.",
            "stoflow execute PING",
            "stoflow execute GET_USER_DATA --seller anna",
            "stoflow execute EXECUTE_HTTP_REQUEST --url https://www.vinted.fr/api/v2/users/current",
            "stoflow execute EXECUTE_HTTP_REQUEST --method PUT --url https://www.vinted.fr/api/v2/items/1/is_hidden --body '{\"is_hidden\":true}' --idempotency-key hide-1",
            "stoflow execute EXECUTE_BATCH_REQUESTS --requests @requests.json")
    {
        _action = Argument<string>("action", string.Join(", ", CommandAction.All));
        _url = Option<string?>("--url", "Of EXECUTE_HTTP_REQUEST.", "url");
        _method = Option("--method", "GET, HEAD, POST, PUT, PATCH or DELETE.", "GET", "method");
        _headers = Option<string[]>("--header", "A header as 'Name: value'; may be repeated.", "header");
        _body = Option<string?>("--body", "The JSON body, or @FILE to read it from.", "json");
        _requests = Option<string?>("--requests", "The JSON array of requests of a batch or sequence, or @FILE.", "json");
        _key = Option<string?>("--idempotency-key", "Same key and same call: the same command, run once.", "key");
        _action.HelpName = "action";
        _action.AcceptOnlyFromAmong([.. CommandAction.All, CommandAction.BatchAlias]);
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var action = call.Value(_action);
        var (single, several) = (Single(call, action), Several(call, action));
        var request = new ExecuteRequest(
            action, await call.FindSellerAsync(cancel), Site: call.Site, TimeoutMs: call.TimeoutMs, Request: single, Requests: several);
        var answer = await call.Bridge.ExecuteAsync(request, call.Value(_key), cancel);
        call.Screen.Json(answer, ProtocolJson.Relaxed.ExecuteAnswer);
        if (!call.Screen.IsJson) call.Screen.Line(JsonSerializer.Serialize(answer, IndentedJson.Context.ExecuteAnswer));
        if (answer.Success) return ExitCodes.Done;
        call.Screen.Note(answer.Status is { } status ? $"The site answered {status}." : "Not every request succeeded.");
        return ExitCodes.Failed;
    }

    private RequestBody? Single(Call call, string action)
    {
        if (action is not CommandAction.Request)
            return call.Value(_url) is null ? null : throw new UsageException($"--url goes with {CommandAction.Request} only.");
        var url = call.Value(_url) ?? throw new UsageException($"{action} needs --url.");
        var body = call.Value(_body) is { } text ? ParseJson("--body", text, element => element) : (JsonElement?)null;
        return new RequestBody(url, call.Value(_method), Headers(call.Value(_headers)!), body);
    }

    private IReadOnlyList<RequestBody>? Several(Call call, string action)
    {
        if (action is not (CommandAction.Batch or CommandAction.BatchAlias or CommandAction.Sequential))
            return call.Value(_requests) is null ? null : throw new UsageException("--requests goes with a batch or a sequence only.");
        var text = call.Value(_requests) ?? throw new UsageException($"{action} needs --requests.");

        // Read as the bridge reads a call, so that one definition of a request serves both.
        var requests = ParseJson("--requests", text, element => JsonSerializer.Deserialize(
            $$"""{"action":"{{action}}","requests":{{element.GetRawText()}}}""", ProtocolJson.Relaxed.ExecuteRequest)!.Requests);
        if (requests is not { Count: > 0 }) throw new UsageException("--requests: an array of at least one request is due.");
        for (var i = 0; i < requests.Count; i++)
            if (requests[i] is null) throw new UsageException($"--requests: [{i}] is null; an object with url and method is due.");
        return requests;
    }

    private static T ParseJson<T>(string option, string text, Func<JsonElement, T> take)
    {
        if (text is "@") throw new UsageException($"{option}: the name of a file is due behind the @.");
        try
        {
            using var json = JsonDocument.Parse(text.StartsWith('@') ? TypedFile.Read(text[1..]) : text);
            return take(json.RootElement.Clone());
        }
        catch (JsonException wrong)
        {
            throw new UsageException($"{option}: {JsonFault.Describe(wrong)}");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"{option}: {text[1..]} is not there.");
        }
    }

    private static Dictionary<string, string>? Headers(string[] headers)
    {
        if (headers.Length == 0) return null;
        var named = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in headers)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1) throw new UsageException($"--header: '{header}' is not of the form 'Name: value'.");
            if (!named.TryAdd(header[..colon].Trim(), header[(colon + 1)..].Trim()))
                throw new UsageException($"--header: {header[..colon]} is given twice.");
        }

        return named;
    }
}
