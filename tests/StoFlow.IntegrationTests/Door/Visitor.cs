using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using StoFlow.Bridge;
using StoFlow.Bridge.Policy;
using StoFlow.IntegrationTests.Bridge;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.IntegrationTests.Door;

/// <summary>Knocks at a bridge in every way a caller can.</summary>
internal static class Visitor
{
    private static CancellationToken Ct => TestBridge.Ct;

    public static Task<TestBridge> BridgeAsync(DoorOptions? door = null) => TestBridge.StartAsync(folder => new BridgeOptions
    {
        Urls = ["http://127.0.0.1:0"],
        DataDirectory = folder,
        Name = "test",
        Pace = PaceOptions.Off,
        Door = door ?? new DoorOptions(),
    });

    /// <summary>A client with this token, or with none.</summary>
    public static HttpClient Client(this TestBridge bridge, string? token = null)
    {
        var client = new HttpClient { BaseAddress = bridge.Url, Timeout = TimeSpan.FromSeconds(30) };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public static async Task<TokenCreated> TokenAsync(this TestBridge bridge, string scope, params string[] sellers)
    {
        var request = new TokenRequest($"{scope}-{string.Join('-', sellers).Replace('*', 'x')}", scope, sellers);
        using var response = await bridge.Http.PostAsJsonAsync("/api/tokens", request, ProtocolJson.Relaxed.TokenRequest, Ct);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync(ProtocolJson.Relaxed.TokenCreated, Ct))!;
    }

    /// <summary>Sends a request with a JSON body, if one is given.</summary>
    public static async Task<HttpResponseMessage> KnockAsync(
        this HttpClient client, string method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is HttpContent content) request.Content = content;
        else if (body is not null) request.Content = JsonContent.Create(body);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
    }

    public static async Task<(int Status, string Text)> SayAsync(
        this HttpClient client, string method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var response = await client.KnockAsync(method, path, body, headers);

        // An answer that should have been a refusal may be a stream without end.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        deadline.CancelAfter(TimeSpan.FromSeconds(15));
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(deadline.Token));
    }
}
