using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace StoFlow.BrowserTests.Trust;

/// <summary>Any page of the web, on a port of its own: what it tries against a bridge with all that a page has.</summary>
internal sealed class HostilePage : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HostilePage(WebApplication app) => _app = app;

    /// <summary>Its address.</summary>
    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
        .Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    public static async Task<HostilePage> StartAsync(CancellationToken ct)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var page = new HostilePage(builder.Build());
        page._app.Run(http =>
        {
            http.Response.ContentType = "text/html";
            return http.Response.WriteAsync("<!doctype html><title>Some page</title><p>Nothing to see.</p>", ct);
        });
        await page._app.StartAsync(ct);
        return page;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Tries each way once and says how each went: <c>refused</c>, <c>unreadable</c> or what was got.</summary>
    /// <param name="bridge">The bridge's authority.</param>
    /// <param name="token">Even with a token of the bridge a page must get nowhere.</param>
    public static string Attack(string bridge, string token) => $$"""
        (async () => {
          const http = 'http://{{bridge}}', execute = http + '/api/plugin/execute';
          const body = JSON.stringify({ action: 'PING', seller: 'demo' });
          const bearer = { Authorization: 'Bearer {{token}}', 'Content-Type': 'application/json' };
          const seen = {};
          const attempt = async (name, run) => { seen[name] = await run().catch(() => 'refused'); };
          const answer = async (...how) => { const got = await fetch(...how); return got.type === 'opaque' ? 'unreadable' : 'got ' + got.status; };
          const element = (tag, set) => new Promise((yes, no) => {
            const made = Object.assign(document.createElement(tag), { onload: () => yes('got it'), onerror: no }, set);
            document.body.append(made);
          });
          await attempt('fetch', () => answer(http + '/api/plugin/status'));
          await attempt('fetch with the token', () => answer(http + '/api/plugin/status', { headers: bearer }));
          await attempt('post with the token', () => answer(execute, { method: 'POST', headers: bearer, body }));
          await attempt('post as text', () => answer(execute, { method: 'POST', body }));
          await attempt('post as text, no-cors', () => answer(execute, { method: 'POST', mode: 'no-cors', body }));
          await attempt('beacon', async () => navigator.sendBeacon(execute, new Blob([body], { type: 'text/plain' })) ? 'unreadable' : 'refused');
          await attempt('image', () => element('img', { src: http + '/api/plugin/status' }));
          await attempt('script', () => element('script', { src: http + '/api/commands' }));
          await attempt('form', async () => {
            const frame = document.createElement('iframe'), form = document.createElement('form');
            frame.name = 'sink';
            document.body.append(frame, form);
            Object.assign(form, { target: 'sink', method: 'post', enctype: 'text/plain', action: execute });
            form.append(Object.assign(document.createElement('input'), { name: body.slice(0, -1) + ',"x":"', value: '"}' }));
            const loaded = new Promise((yes) => frame.addEventListener('load', yes, { once: true }));
            form.submit();
            await Promise.race([loaded, new Promise((yes) => setTimeout(yes, 5000))]);
            return 'unreadable';
          });
          await attempt('socket', () => new Promise((yes, no) => Object.assign(new WebSocket('ws://{{bridge}}/ws/plugin'), { onopen: () => yes('open'), onerror: no })));
          return seen;
        })()
        """;
}
