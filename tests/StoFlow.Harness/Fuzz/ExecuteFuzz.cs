using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using StoFlow.Protocol;

namespace StoFlow.Harness.Fuzz;

/// <summary>A back end with a good token that sends broken calls: to <c>execute</c> above all, and to every other route that reads a body.</summary>
internal sealed class ExecuteFuzz : IDisposable
{
    private const string Url = "https://www.vinted.fr/api/v2/items/1";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly string[] Honest =
    [
        """{"action":"PING","seller":"calm","timeout_ms":300}""",
        """{"action":"GET_USER_DATA","seller":"calm","site":"www.vinted.fr","timeout_ms":300}""",
        """{"action":"EXECUTE_HTTP_REQUEST","seller":"calm","timeout_ms":300,"request":{"url":"URL","method":"GET","headers":{"X-A":"b"}}}""",
        """{"action":"EXECUTE_HTTP_REQUEST","seller":"calm","timeout_ms":300,"request":{"url":"URL","method":"PUT","body":{"price":"5.00"}}}""",
        """{"action":"EXECUTE_HTTP_REQUEST","seller":"fuzz","timeout_ms":200,"request":{"url":"URL","method":"DELETE"}}""",
        """{"action":"EXECUTE_BATCH_REQUESTS","seller":"calm","timeout_ms":300,"requests":[{"url":"URL"},{"url":"URL?a=%C3%A9&b[]=1"}]}""",
        """{"action":"EXECUTE_SEQUENTIAL_REQUESTS","seller":"fuzz","timeout_ms":200,"requests":[{"url":"URL","method":"POST","body":[1]}]}""",
        """{"action":"EXECUTE_HTTP_REQUEST","seller":"calm","timeout_ms":300,"request":{"url":"URL","method":"POST","content_type":"multipart","body":{"a":"b"},"files":[{"field":"f","filename":"a.jpg","mime_type":"image/jpeg","content":"AAAA"}]}}""",
    ];

    private static readonly string[] Administration =
    [
        """{"seller":"calm"}""", """{"name":"calm"}""", """{"name":"x","scope":"read","sellers":["calm"],"expires_in_s":60}""", """{"overlap_s":1}""",
    ];

    private static readonly string[] Paths =
    [
        "/api/plugin/execute", "/api/plugin/execute", "/api/plugin/execute", "/api/commands", "/api/commands",
        "/api/uploads", "/api/pairings", "/api/sellers", "/api/tokens", "/api/tokens/tok_x/rotate", "/api/lanes/calm/www.vinted.fr/resume",
    ];

    private readonly HttpClient _http;
    private readonly Mutator _mutator;
    private readonly FuzzTally _tally;

    public ExecuteFuzz(Uri bridge, string token, int seed, FuzzTally tally)
    {
        (_mutator, _tally) = (new Mutator(seed), tally);
        _http = new HttpClient { BaseAddress = bridge, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var (path, body) = Call();
            try
            {
                await SendAsync(path, body, ct);
            }
            catch (HttpRequestException broken)
            {
                _tally.Found($"{path} broke the connection ({broken.Message}) with {Show(body)}");
            }
            catch (OperationCanceledException)
            {
                // The caller went away, which is a case of its own.
                _tally.Answered(0);
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private (string Path, byte[] Body) Call()
    {
        var path = _mutator.Pick(Paths);
        if (path == "/api/uploads") return ($"{path}?seller=calm", _mutator.Noise(3_000));
        var honest = path is "/api/plugin/execute" or "/api/commands" ? _mutator.Pick(Honest).Replace("URL", Url, StringComparison.Ordinal) : _mutator.Pick(Administration);
        return (path, _mutator.Break(honest, ["brw_x", "calm", "fuzz", "PING", Url]));
    }

    private async Task SendAsync(string path, byte[] body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", path.StartsWith("/api/uploads", StringComparison.Ordinal) ? "image/jpeg" : "application/json");
        if (_mutator.Chance.Next(5) == 0) request.Headers.TryAddWithoutValidation("Idempotency-Key", $"k{_mutator.Chance.Next(5)}");
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(Patience);
        using var response = await _http.SendAsync(request, deadline.Token);
        var text = await response.Content.ReadAsStringAsync(deadline.Token);
        var status = (int)response.StatusCode;
        _tally.Answered(status);
        if (status < 400) return;
        if (Code(text) is not { } code || code == ErrorCode.Internal) _tally.Found($"{path} answered {status} {text} to {Show(body)}");
    }

    private static string? Code(string problem)
    {
        try
        {
            return JsonElement.Parse(problem).GetProperty("code").GetString();
        }
        catch (Exception none) when (none is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Show(byte[] body) => Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, 600));
}
