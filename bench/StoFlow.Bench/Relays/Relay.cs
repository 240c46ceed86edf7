using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace StoFlow.Bench.Relays;

/// <summary>
/// The least that could do the bridge's work: HTTP in, one durable row, a frame to the other side, its answer out. No tokens, no checks, no
/// lanes, no record of the end. What the bridge costs beyond it is the price of what it promises.
/// </summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly RelayStore _store;
    private ImmutableArray<RelayLine> _lines = [];
    private long _ids;

    private Relay(WebApplication app, RelayStore store) => (_app, _store) = (app, store);

    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<Relay> StartAsync(string folder, CancellationToken ct)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var relay = new Relay(app, new RelayStore(Path.Combine(folder, "relay.db")));
        app.UseWebSockets();
        app.Run(relay.HandleAsync);
        await app.StartAsync(ct);
        return relay;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2))) await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
        await _store.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var line = new RelayLine();
            ImmutableInterlocked.Update(ref _lines, static (held, joined) => held.Add(joined), line);
            await line.RunAsync(socket, context.RequestAborted);
            return;
        }

        var body = new byte[(int)context.Request.ContentLength!.Value];
        await context.Request.Body.ReadExactlyAsync(body, context.RequestAborted);
        var id = Interlocked.Increment(ref _ids);
        await _store.InsertAsync(id, body, context.RequestAborted);
        var lines = _lines;
        var answer = await lines[(int)(id % lines.Length)].AskAsync(id, body, context.RequestAborted);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    }
}
