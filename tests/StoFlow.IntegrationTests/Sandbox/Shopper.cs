using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using StoFlow.Sandbox;
using Xunit;

namespace StoFlow.IntegrationTests.SandboxTests;

/// <summary>A seller's browser in small: real HTTPS to the sandbox under the site's own name, cookies, and the page's token.</summary>
internal sealed partial class Shopper : IDisposable
{
    private readonly HttpClient _http;

    public Shopper(SandboxServer sandbox, string host = "www.vinted.fr")
    {
        Host = host;
        Handler = new SocketsHttpHandler
        {
            CookieContainer = Cookies,
            AllowAutoRedirect = false,
            ConnectCallback = async (_, ct) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, sandbox.SitePort, ct);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        Handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null
            && sandbox.SitePublicKeyHash == Convert.ToBase64String(SHA256.HashData(
                new System.Security.Cryptography.X509Certificates.X509Certificate2(certificate).PublicKey.ExportSubjectPublicKeyInfo()));
        _http = new HttpClient(Handler)
        {
            BaseAddress = new Uri($"https://{host}"),
            DefaultRequestVersion = HttpVersion.Version20,
            Timeout = TimeSpan.FromSeconds(30),
        };
    }

    public string Host { get; }

    public SocketsHttpHandler Handler { get; }

    public CookieContainer Cookies { get; } = new();

    /// <summary>The token the last page showed; sent with every call when not null.</summary>
    public string? Csrf { get; set; }

    public long UserId { get; private set; }

    public string? Cookie(string name) => Cookies.GetCookies(new Uri($"https://{Host}"))[name]?.Value;

    /// <summary>Opens a page and keeps its token, if it shows exactly one in the usual form.</summary>
    public async Task<string> Open(string path)
    {
        using var answer = await _http.GetAsync(path, TestContext.Current.CancellationToken);
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if (Token().Match(html) is { Success: true } found) Csrf = found.Groups["token"].Value;
        return html;
    }

    public async Task<Shopper> SignIn(string login = "demo.shop", string password = "demo-demo")
    {
        await Open("/member/login/email");
        var answer = await Send("POST", "/web/api/auth/oauth", new JsonObject { ["username"] = login, ["password"] = password });
        Assert.Equal(200, answer.Status);
        UserId = (long)(await Get("users/current")).Json["user"]!["id"]!;
        return this;
    }

    /// <summary>Takes over a session that the control service has made.</summary>
    public async Task<Shopper> SignInWithoutToken(ControlClient control)
    {
        var session = await control.Post("sign-in", $$"""{"site":"{{Host}}"}""");
        foreach (var (name, value) in session["cookies"]!.AsObject())
            Cookies.Add(new Cookie(name, (string?)value, "/", Host) { Secure = true });
        UserId = (long)session["user_id"]!;
        Csrf = (string?)session["csrf_token"];
        return this;
    }

    public Task<SiteAnswer> Get(string path) => Send("GET", Full(path));

    public Task<SiteAnswer> Post(string path, JsonNode? body = null) => Send("POST", Full(path), body);

    public Task<SiteAnswer> Put(string path, JsonNode body) => Send("PUT", Full(path), body);

    public Task<SiteAnswer> Delete(string path) => Send("DELETE", Full(path));

    public Task<SiteAnswer> Send(string method, string path, JsonNode? body = null)
        => Send(method, path, body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"));

    public async Task<SiteAnswer> Send(string method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content, Version = HttpVersion.Version20 };
        if (Csrf is not null) request.Headers.Add("X-CSRF-Token", Csrf);
        if (Cookie("anon_id") is { } anon) request.Headers.Add("X-Anon-Id", anon);
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var headers = answer.Headers.Concat(answer.Content.Headers).ToDictionary(h => h.Key, h => string.Join("\n", h.Value), StringComparer.OrdinalIgnoreCase);
        return new SiteAnswer((int)answer.StatusCode, bytes, headers);
    }

    /// <summary>Uploads a small picture, different at each call, and answers its id.</summary>
    public async Task<long> Photo(byte[]? bytes = null)
    {
        var answer = await Upload(bytes ?? TestPicture.Make());
        Assert.Equal(200, answer.Status);
        return (long)answer.Json["id"]!;
    }

    public Task<SiteAnswer> Upload(byte[] bytes)
    {
        var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        var form = new MultipartFormDataContent { { new StringContent("item"), "photo[type]" }, { new StringContent(""), "photo[temp_uuid]" } };
        form.Add(file, "photo[file]", "photo.jpg");
        return Send("POST", Full("photos"), form);
    }

    /// <summary>Creates an item with one photo and answers its id.</summary>
    public async Task<long> Create(string title = "Jean droit", decimal price = 28.9m)
    {
        var answer = await Post("item_upload/items", TestItem.Body(title, price, await Photo()));
        Assert.Equal(200, answer.Status);
        return (long)answer.Json["item"]!["id"]!;
    }

    public void Dispose()
    {
        _http.Dispose();
        Handler.Dispose();
    }

    private static string Full(string path) => path.StartsWith('/') ? path : "/api/v2/" + path;

    [GeneratedRegex("CSRF_TOKEN\\\\\":\\\\\"(?<token>[0-9a-f-]{36})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Token();
}
