using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;
using StoFlow.Protocol.Wire;

namespace StoFlow.IntegrationTests.Client;

/// <summary>
/// Plays the bridge's HTTP for tests of the client: each request goes straight to the sandbox with the seller's cookies, as the plugin would send it.
/// Same key, same body: the recorded outcome. No lanes, no journal, no browsers.
/// </summary>
internal sealed class DirectBridge : IAsyncDisposable
{
    public const string Token = "test-token";
    private readonly WebApplication _app;
    private readonly SiteVisitor _visitor;
    private readonly ConcurrentDictionary<string, byte[]> _uploads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (string Body, Task<IResult> Outcome)> _byKey = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CommandView> _commands = new(StringComparer.Ordinal);
    private int _dropped;
    private int _executions;

    private DirectBridge(WebApplication app, SiteVisitor visitor)
    {
        _app = app;
        _visitor = visitor;
    }

    public string Url { get; private set; } = "";

    /// <summary>Cuts the connection of the next answers after the command ran, as a bridge that is killed does.</summary>
    public int DropAnswers { get; set; }

    /// <summary>Commands that really ran.</summary>
    public int Executions => Volatile.Read(ref _executions);

    /// <summary>Idempotency keys in the order they came.</summary>
    public ConcurrentQueue<string> Keys { get; } = new();

    /// <summary>Multipart requests whose photo came as an upload, not inline.</summary>
    public int UploadsUsed { get; private set; }

    public static async Task<DirectBridge> StartAsync(SiteVisitor visitor, CancellationToken cancel)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var bridge = new DirectBridge(app, visitor);
        app.Use(bridge.AuthorizeAsync);
        app.UseRouting();
        app.MapPost("/api/plugin/execute", bridge.ExecuteAsync);
        app.MapPost("/api/uploads", bridge.UploadAsync);
        app.MapPatch("/api/uploads/{id}", bridge.TakeChunkAsync);
        app.MapGet("/api/commands/{id}", bridge.GetCommandAsync);
        app.MapGet("/api/plugin/status", (HttpContext http) => Send(http, 200, bridge.Status(), ProtocolJson.Relaxed.PluginStatus));
        app.UseEndpoints(_ => { });
        await app.StartAsync(cancel);
        bridge.Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return bridge;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _visitor.Dispose();
    }

    private Task AuthorizeAsync(HttpContext http, RequestDelegate next)
        => string.Equals(http.Request.Headers.Authorization, "Bearer " + Token, StringComparison.Ordinal)
            ? next(http)
            : Problem(ErrorCode.Unauthorized, "Name a token.").ExecuteAsync(http);

    private PluginStatus Status()
        => new(true, [new BrowserView("b1", "test", "demo", true, "Test 1", "1", null, [new SiteStatus(_visitor.Host, "open", true, true, _visitor.Login)])]);

    private async Task ExecuteAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length > 0) Keys.Enqueue(key);
        var request = JsonSerializer.Deserialize(body, ProtocolJson.Relaxed.ExecuteRequest)!;
        Task<IResult> run;
        if (key.Length == 0)
        {
            run = RunAsync(request);
        }
        else
        {
            var entry = _byKey.GetOrAdd(key, _ => (body, RunAsync(request)));
            run = string.Equals(entry.Body, body, StringComparison.Ordinal)
                ? entry.Outcome
                : Task.FromResult(Problem(ErrorCode.IdempotencyConflict, "The key was used for another command."));
        }

        var answer = await run;
        if (key.Length > 0 && Volatile.Read(ref _dropped) < DropAnswers && Interlocked.Increment(ref _dropped) <= DropAnswers) http.Abort();
        else await answer.ExecuteAsync(http);
    }

    private async Task<IResult> RunAsync(ExecuteRequest request)
    {
        Interlocked.Increment(ref _executions);
        var id = Guid.NewGuid().ToString("N");
        if (request.Action is CommandAction.GetUserData) return Answer(new ExecuteAnswer(true, id, 1, 200, "OK", Data: await _visitor.UserDataAsync()));
        var requests = request.Requests ?? [request.Request!];
        var results = request.Action is CommandAction.Sequential ? await InTurnAsync(requests) : await Task.WhenAll(requests.Select(one => _visitor.SendAsync(one, Bytes)));
        if (request.Requests is not null) return Answer(new ExecuteAnswer(results.All(one => one.Success), id, 1, Results: results));
        var only = results[0];
        if (only.Code is not null)
        {
            _commands[id] = View(id, CommandState.Unknown, only.Code);
            return Problem(only.Code, only.Error ?? "No answer.", id);
        }

        return Answer(new ExecuteAnswer(only.Success, id, 1, only.Status, only.StatusText, only.Headers, only.Data, only.Error));
    }

    private static readonly SiteResponse NotRun = new(false, 0, "", new Dictionary<string, string>(), 0, Error: "One before it did not succeed.", Code: "not_run");

    private async Task<SiteResponse[]> InTurnAsync(IReadOnlyList<RequestBody> requests)
    {
        List<SiteResponse> results = [];
        foreach (var request in requests)
            results.Add(results.TrueForAll(one => one.Success) ? await _visitor.SendAsync(request, Bytes) : NotRun);
        return [.. results];
    }

    private byte[] Bytes(RequestFile file)
    {
        if (file.Content is not null) return Convert.FromBase64String(file.Content);
        UploadsUsed++;
        return _uploads[file.UploadId!];
    }

    private async Task UploadAsync(HttpContext http)
    {
        var id = "up" + Guid.NewGuid().ToString("N");
        if (http.Request.HasJsonContentType())
        {
            var asked = (await JsonSerializer.DeserializeAsync(http.Request.Body, ProtocolJson.Relaxed.UploadRequest, http.RequestAborted))!;
            _uploads[id] = new byte[asked.Size];
            await Send(http, 201, new UploadView(id, asked.Size, asked.Sha256, 0), ProtocolJson.Relaxed.UploadView);
            return;
        }

        using var whole = new MemoryStream();
        await http.Request.Body.CopyToAsync(whole, http.RequestAborted);
        _uploads[id] = whole.ToArray();
        await Send(http, 201, View(id, whole.Length), ProtocolJson.Relaxed.UploadView);
    }

    private async Task TakeChunkAsync(HttpContext http)
    {
        var id = (string)http.Request.RouteValues["id"]!;
        var offset = int.Parse(http.Request.Query["offset"].ToString(), CultureInfo.InvariantCulture);
        var length = (int)http.Request.ContentLength!.Value;
        await http.Request.Body.ReadExactlyAsync(_uploads[id].AsMemory(offset, length), http.RequestAborted);
        await Send(http, 200, View(id, offset + length), ProtocolJson.Relaxed.UploadView);
    }

    private UploadView View(string id, long received)
        => new(id, _uploads[id].Length, Convert.ToHexStringLower(SHA256.HashData(_uploads[id])), received);

    private Task GetCommandAsync(HttpContext http)
        => _commands.TryGetValue((string)http.Request.RouteValues["id"]!, out var view)
            ? Send(http, 200, view, ProtocolJson.Relaxed.CommandView)
            : Problem(ErrorCode.NotFound, "No such command.").ExecuteAsync(http);

    private static CommandView View(string id, CommandState state, string code)
        => new(id, state, "demo", "www.vinted.fr", CommandAction.Request, true, "test", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, Code: code);

    private static IResult Answer(ExecuteAnswer answer) => Results.Text(JsonSerializer.Serialize(answer, ProtocolJson.Relaxed.ExecuteAnswer), "application/json");

    private static IResult Problem(string code, string detail, string? id = null)
    {
        var status = ErrorCode.HttpStatus(code);
        var problem = new ProblemAnswer("about:blank", code, status, detail, code, CommandId: id);
        return Results.Text(JsonSerializer.Serialize(problem, ProtocolJson.Relaxed.ProblemAnswer), "application/problem+json", statusCode: status);
    }

    private static Task Send<T>(HttpContext http, int status, T body, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        => Results.Text(JsonSerializer.Serialize(body, type), "application/json", statusCode: status).ExecuteAsync(http);
}
