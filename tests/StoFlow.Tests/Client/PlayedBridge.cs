using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using StoFlow.Client;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Tests.Client;

/// <summary>Answers a client's calls from a list, without a socket. The last answer stays.</summary>
internal sealed class PlayedBridge : HttpMessageHandler
{
    private readonly Queue<Func<HttpResponseMessage>> _answers = new();

    public ManualTime Time { get; } = new();

    public List<(string Method, string Path, string? Key, string? Token, string Body)> Calls { get; } = [];

    public BridgeClientOptions Options => new() { Handler = this, Time = Time };

    public PlayedBridge Then(Func<HttpResponseMessage> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    public PlayedBridge Then(HttpStatusCode status, string json, string type = "application/json", int? retryAfter = null) => Then(() =>
    {
        var message = new HttpResponseMessage(status) { Content = new StringContent(json, Encoding.UTF8, type) };
        if (retryAfter is { } seconds) message.Headers.Add("Retry-After", seconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return message;
    });

    public PlayedBridge ThenProblem(string code, int? retryAfter = null, string? field = null, string? command = "cmd-1")
    {
        var status = ErrorCode.HttpStatus(code);
        var problem = new ProblemAnswer("about:blank", code, status, "What to do next.", code, CommandId: command, Field: field);
        return Then((HttpStatusCode)status, JsonSerializer.Serialize(problem, ProtocolJson.Relaxed.ProblemAnswer), "application/problem+json", retryAfter);
    }

    public PlayedBridge ThenBreak(HttpRequestError kind) => Then(() => throw new HttpRequestException(kind, "broken"));

    /// <summary>As .NET tells a bridge that ends while it is connected to.</summary>
    public PlayedBridge ThenCut() => Then(() => throw new SocketException((int)SocketError.NotConnected));

    /// <summary>The site answered with this.</summary>
    public PlayedBridge ThenSite(string data, int status = 200, string? contentType = "application/json")
    {
        var answer = new ExecuteAnswer(
            status is >= 200 and < 300, "cmd-1", 5, status, "", contentType is null ? null : new Dictionary<string, string>(StringComparer.Ordinal) { ["content-type"] = contentType },
            data.Length == 0 ? null : JsonElement.Parse(data));
        return Then(HttpStatusCode.OK, JsonSerializer.Serialize(answer, ProtocolJson.Relaxed.ExecuteAnswer));
    }

    public BridgeClient Bridge() => new("http://localhost:8000", "secret-token", Options);

    public VintedProxyClient Client(Func<VintedClientOptions, VintedClientOptions>? change = null)
    {
        var options = new VintedClientOptions { Site = "www.vinted.fr", Bridge = Options };
        return new VintedProxyClient("http://localhost:8000", "secret-token", change?.Invoke(options) ?? options);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var key = request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : null;
        Calls.Add((request.Method.Method, request.RequestUri!.PathAndQuery, key, request.Headers.Authorization?.ToString(), body));
        var answer = _answers.Count > 1 ? _answers.Dequeue() : _answers.Peek();
        var response = answer();

        // It may have taken its time.
        cancellationToken.ThrowIfCancellationRequested();
        return response;
    }
}
