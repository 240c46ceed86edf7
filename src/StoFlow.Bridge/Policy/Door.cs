using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Pages;
using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Sessions;
using StoFlow.Bridge.Storage;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Policy;

/// <summary>Everything that decides who comes in, put together in one place.</summary>
internal static class Door
{
    /// <summary>Adds the door's parts; options, bridge info, clock, store and sessions come from the host.</summary>
    public static IServiceCollection AddDoor(this IServiceCollection services)
    {
        services.AddSingleton<IIdentityStore, SqliteIdentityStore>().AddSingleton<AuditLog>().AddHostedService<AuditSweeper>();
        services.AddSingleton<TokenBook>().AddSingleton<AdminTokenFile>().AddSingleton<DoorStart>().AddHostedService<DoorKeeper>();
        services.AddSingleton<SellerBook>().AddSingleton<BrowserBook>().AddSingleton<BrowserViews>().AddSingleton<BrowserGate>().AddSingleton<BridgeKey>();
        services.AddSingleton<PairingBook>().AddSingleton<PairingThrottle>().AddSingleton<PairingConversation>();
        services.AddSingleton<HostList>().AddSingleton<ProxyList>().AddSingleton<DoorLimits>().AddSingleton<RefusedSignIns>();
        services.AddSingleton<Doctor>().AddSingleton<DriftBook>().AddSingleton<Diagnostics>().AddSingleton<MetricsBook>();
        services.AddSingleton<UnidentifiedSockets>().AddSingleton<ConnectionLimit>();
        services.AddDoorTimeouts();
        services.AddApiDescription();
        return services;
    }

    /// <summary>Kestrel's limits and addresses.</summary>
    /// <exception cref="InvalidOperationException">The addresses are not safe; says which setting to change.</exception>
    public static void ConfigureKestrel(KestrelServerOptions kestrel, BridgeOptions options) =>
        Listening.Configure(
            kestrel, options, kestrel.ApplicationServices.GetRequiredService<ConnectionLimit>(), kestrel.ApplicationServices.GetRequiredService<ProxyList>());

    /// <summary>Loads who may come in; before the server listens.</summary>
    public static async Task StartAsync(IServiceProvider services, CancellationToken ct)
    {
        var sessions = services.GetRequiredService<SessionRegistry>();
        services.GetRequiredService<BrowserBook>().Revoked += browser => sessions.Close(browser, Refusal.Ended);
        var (diagnostics, strangers) = (services.GetRequiredService<Diagnostics>(), services.GetRequiredService<UnidentifiedSockets>());
        services.GetRequiredService<MetricsBook>();
        await services.GetRequiredService<BridgeKey>().LoadAsync(ct);
        diagnostics.Watch("stoflow.sockets.unidentified", "{socket}", "Plugin sockets that have not proved who they are.", () => strangers.Count);
        await services.GetRequiredService<DoorStart>().RunAsync(
            services.GetRequiredService<BridgeOptions>(), services.GetRequiredService<ILogger<DoorStart>>(), ct);
    }

    /// <summary>The first steps of every request; the funnel that turns exceptions into problem answers stands before them.</summary>
    public static void UseDoor(this WebApplication app)
    {
        var proxies = app.Services.GetRequiredService<ProxyList>().Networks;
        if (proxies.Count > 0)
        {
            var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in proxies) forwarded.KnownIPNetworks.Add(network);
            app.UseForwardedHeaders(forwarded);
        }

        app.UseMiddleware<FrontDoor>();
        app.UseMiddleware<CallerCheck>();
        app.UseMiddleware<ParameterCheck>();
        app.UseRequestTimeouts();
    }

    /// <summary>The door's own routes.</summary>
    public static void MapDoor(this IEndpointRouteBuilder routes)
    {
        routes.MapHealth();
        routes.MapTokens();
        routes.MapSellers();
        routes.MapBrowsers();
        routes.MapPairings();
        routes.MapAudit();
        routes.MapPage();
        routes.MapMetrics();
        routes.MapMe();
        routes.MapDoctor();
        routes.MapApiDescription();
    }
}
