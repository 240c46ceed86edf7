using System.Net.Http.Headers;

namespace StoFlow.Bench.Load;

/// <summary>A caller as back ends are: <see cref="HttpClient"/>.</summary>
internal sealed class HttpCaller : ICaller
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, MaxConnectionsPerServer = 1 });
    private readonly byte[][] _bodies;
    private readonly Target _target;
    private readonly Uri _address;

    public HttpCaller(Target target)
    {
        (_target, _address) = (target, new Uri(target.Url, target.Path));
        _bodies = [.. Enumerable.Range(0, target.Lanes).Select(lane => Payload.Of(lane, target.Sites))];
        if (target.Token is not null) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", target.Token);
    }

    /// <inheritdoc/>
    public async ValueTask<int> CallAsync(int lane, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ByteArrayContent(_bodies[lane]) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (_target.Keys) request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        using var response = await _http.SendAsync(request, ct);
        return (int)response.StatusCode;
    }

    public void Dispose() => _http.Dispose();
}
