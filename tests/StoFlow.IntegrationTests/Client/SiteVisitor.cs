using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;
using StoFlow.Protocol.Wire;

namespace StoFlow.IntegrationTests.Client;

/// <summary>A signed-in visitor of the sandbox: sends what the plugin would send from the seller's tab.</summary>
internal sealed class SiteVisitor : IDisposable
{
    private readonly HttpClient _http;
    private readonly JsonObject _session;

    private SiteVisitor(HttpClient http, JsonObject session)
    {
        _http = http;
        _session = session;
    }

    public string Host => (string)_session["host"]!;

    public string Login => (string)_session["login"]!;

    public static async Task<SiteVisitor> SignInAsync(string controlUrl, int sitePort, byte[] certificate, string? login, CancellationToken cancel)
    {
        using var control = new HttpClient();
        using var answer = await control.PostAsJsonAsync($"{controlUrl}/control/sign-in", new { login }, cancel);
        answer.EnsureSuccessStatusCode();
        var session = await answer.Content.ReadFromJsonAsync<JsonObject>(cancel);
        var handler = new SocketsHttpHandler
        {
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectCallback = async (_, token) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync("127.0.0.1", sitePort, token);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };

        // The sandbox makes its own certificate at each start: that one and no other.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetRawCertData().AsSpan().SequenceEqual(certificate) == true;
        return new SiteVisitor(new HttpClient(handler), session!);
    }

    public void Dispose() => _http.Dispose();

    public async Task<JsonElement> UserDataAsync()
    {
        var answer = await SendAsync(new RequestBody($"https://{Host}/api/v2/users/current"), static _ => []);
        var user = JsonNode.Parse(answer.Data!.Value.GetRawText())!["user"]!.AsObject();
        user["user_id"] = user["id"]!.DeepClone();
        user["csrf_token"] = _session["csrf_token"]!.DeepClone();
        user["anon_id"] = _session["anon_id"]!.DeepClone();
        user.Remove("id");
        return JsonSerializer.SerializeToElement(user);
    }

    public async Task<SiteResponse> SendAsync(RequestBody request, Func<RequestFile, byte[]> bytes)
    {
        var method = request.Method ?? "GET";
        using var message = new HttpRequestMessage(new HttpMethod(method), request.Url);
        message.Headers.Add("Cookie", string.Join("; ", _session["cookies"]!.AsObject().Select(cookie => $"{cookie.Key}={cookie.Value}")));
        message.Headers.Add("X-CSRF-Token", (string)_session["csrf_token"]!);
        message.Headers.Add("X-Anon-Id", (string)_session["anon_id"]!);
        foreach (var (name, value) in request.Headers ?? new Dictionary<string, string>(StringComparer.Ordinal)) message.Headers.TryAddWithoutValidation(name, value);
        message.Content = request.ContentType is "multipart" ? Multipart(request, bytes)
            : request.Body is { } json ? new StringContent(json.GetRawText(), Encoding.UTF8, "application/json")
            : null;
        try
        {
            using var answer = await _http.SendAsync(message);
            return await ReadAsync(answer);
        }
        catch (HttpRequestException broken)
        {
            return new SiteResponse(false, 0, "", Nothing, 1, Error: broken.HttpRequestError.ToString(), Code: method is "GET" ? ErrorCode.Timeout : ErrorCode.OutcomeUnknown);
        }
    }

    private static Dictionary<string, string> Nothing { get; } = new(StringComparer.Ordinal);

    private static MultipartFormDataContent Multipart(RequestBody request, Func<RequestFile, byte[]> bytes)
    {
        var form = new MultipartFormDataContent();
        foreach (var field in request.Body!.Value.EnumerateObject()) form.Add(new StringContent(field.Value.ToString()), $"\"{field.Name}\"");
        foreach (var file in request.Files!)
        {
            var part = new ByteArrayContent(bytes(file));
            part.Headers.ContentType = new MediaTypeHeaderValue(file.MimeType!);
            form.Add(part, $"\"{file.Field}\"", file.Filename!);
        }

        return form;
    }

    private static async Task<SiteResponse> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        var isJson = answer.Content.Headers.ContentType?.MediaType is "application/json";
        JsonElement? data = text.Length == 0 ? null : isJson ? JsonElement.Parse(text) : JsonSerializer.SerializeToElement(text);
        var code = isJson && data is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("code", out var number) ? number.GetInt32() : 0;
        var headers = answer.Headers.Concat(answer.Content.Headers).ToDictionary(h => h.Key.ToLowerInvariant(), h => string.Join(", ", h.Value), StringComparer.Ordinal);
        // A web page where JSON was due is no success, whatever its status: the plugin stops there.
        return new SiteResponse(answer.IsSuccessStatusCode && code == 0 && (isJson || text.Length == 0), (int)answer.StatusCode, answer.ReasonPhrase ?? "", headers, 1, data);
    }
}
