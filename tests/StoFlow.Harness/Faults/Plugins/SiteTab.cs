using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using StoFlow.Protocol;
using StoFlow.Protocol.Policy;
using StoFlow.Protocol.Wire;
using StoFlow.Sandbox;

namespace StoFlow.Harness.Faults.Plugins;

/// <summary>A signed-in tab of the site: sends what the plugin asks for, for real, and says what came back as the plugin does.</summary>
internal sealed class SiteTab : IDisposable
{
    private static readonly Dictionary<string, string> NoHeaders = new(StringComparer.Ordinal);
    private readonly HttpClient _http;
    private readonly JsonObject _session;

    private SiteTab(HttpClient http, JsonObject session) => (_http, _session) = (http, session);

    public string Host => (string)_session["host"]!;

    public string Login => (string)_session["login"]!;

    /// <summary>Signs the seller in and opens the tab.</summary>
    public static async Task<SiteTab> OpenAsync(SandboxServer sandbox, string login, CancellationToken ct)
    {
        using var control = new HttpClient();
        using var answer = await control.PostAsJsonAsync($"{sandbox.ControlUrl}/control/sign-in", new { login }, ct);
        answer.EnsureSuccessStatusCode();
        var session = await answer.Content.ReadFromJsonAsync<JsonObject>(ct);
        var handler = new SocketsHttpHandler
        {
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectCallback = async (_, token) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync("127.0.0.1", sandbox.SitePort, token);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        // The sandbox makes its own certificate at each start: that one and no other.
        var certificate = sandbox.SiteCertificateDer;
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetRawCertData().AsSpan().SequenceEqual(certificate) == true;
        return new SiteTab(new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan }, session!);
    }

    /// <summary>Who is signed in, as the plugin's <c>GET_USER_DATA</c>.</summary>
    public JsonElement UserData() => JsonSerializer.SerializeToElement(new JsonObject
    {
        ["user_id"] = _session["user_id"]!.DeepClone(),
        ["login"] = Login,
        ["csrf_token"] = _session["csrf_token"]!.DeepClone(),
        ["anon_id"] = _session["anon_id"]!.DeepClone(),
    });

    /// <summary>Runs one request. Never throws but when <paramref name="gone"/>: then the whole browser died, and nobody is left to say anything.</summary>
    /// <param name="request">As the bridge sent it.</param>
    /// <param name="files">The bytes of its files, by field.</param>
    /// <param name="deadline">Aborts the request.</param>
    /// <param name="gone">Aborts the request, and all else.</param>
    public async Task<SiteResponse> FetchAsync(
        SiteRequest request, IReadOnlyDictionary<string, byte[]> files, CancellationToken deadline, CancellationToken gone)
    {
        var write = SitePolicy.IsWrite(request.Method);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline, gone);
        try
        {
            using var message = Message(request, files);
            using var answer = await _http.SendAsync(message, either.Token);
            return await ReadAsync(answer, either.Token);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or OperationCanceledException && !gone.IsCancellationRequested)
        {
            var code = write ? ErrorCode.OutcomeUnknown : lost is OperationCanceledException ? ErrorCode.Timeout : ErrorCode.Network;
            return new SiteResponse(false, 0, "", NoHeaders, 1, Error: lost.Message, Code: code);
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Message(SiteRequest request, IReadOnlyDictionary<string, byte[]> files)
    {
        // HTTP/2, as browsers do; and always a body, without which this client would send a request again by itself.
        var message = new HttpRequestMessage(new HttpMethod(request.Method), request.Url) { Version = new Version(2, 0) };
        message.Headers.Add("Cookie", string.Join("; ", _session["cookies"]!.AsObject().Select(cookie => $"{cookie.Key}={cookie.Value}")));
        message.Headers.Add("X-CSRF-Token", (string)_session["csrf_token"]!);
        message.Headers.Add("X-Anon-Id", (string)_session["anon_id"]!);
        foreach (var (name, value) in request.Headers ?? NoHeaders) message.Headers.TryAddWithoutValidation(name, value);
        message.Content = request.ContentType is "multipart" ? Form(request, files)
            : request.Body is { } json ? new StringContent(json.GetRawText(), Encoding.UTF8, "application/json")
            : SitePolicy.IsWrite(request.Method) ? new ByteArrayContent([]) : null;
        return message;
    }

    private static MultipartFormDataContent Form(SiteRequest request, IReadOnlyDictionary<string, byte[]> files)
    {
        var form = new MultipartFormDataContent();
        if (request.Body is { } fields)
            foreach (var field in fields.EnumerateObject()) form.Add(new StringContent(field.Value.ToString()), $"\"{field.Name}\"");
        foreach (var file in request.Files ?? [])
        {
            var part = new ByteArrayContent(files[file.Field]);
            part.Headers.ContentType = new MediaTypeHeaderValue(file.MimeType);
            form.Add(part, $"\"{file.Field}\"", file.Filename);
        }

        return form;
    }

    private static async Task<SiteResponse> ReadAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        var text = await answer.Content.ReadAsStringAsync(ct);
        var isJson = answer.Content.Headers.ContentType?.MediaType is "application/json";
        JsonElement? data = text.Length == 0 ? null : isJson ? JsonElement.Parse(text) : JsonSerializer.SerializeToElement(text);
        var fault = isJson && data is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("code", out var code) ? code.GetInt32() : 0;
        var headers = answer.Headers.Concat(answer.Content.Headers)
            .Where(header => !header.Key.Equals("set-cookie", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(", ", header.Value), StringComparer.Ordinal);
        var good = answer.IsSuccessStatusCode && fault == 0;
        return new SiteResponse(good, (int)answer.StatusCode, answer.ReasonPhrase ?? "", headers, 1, data);
    }
}
