using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StoFlow.Bridge.Commands;
using StoFlow.Bridge.Lanes;
using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Policy;
using StoFlow.Bridge.Sessions;
using StoFlow.Bridge.Storage;
using StoFlow.Bridge.Wire;

namespace StoFlow.Bridge;

/// <summary>The rooms of the house, one method each.</summary>
internal static class BridgeParts
{
    public static IServiceCollection AddStorage(this IServiceCollection services, BridgeOptions options)
    {
        services.AddSingleton(new SqliteFile(Path.Combine(options.DataDirectory, SqliteFile.Name)));
        services.AddSingleton<SqliteWriter>().AddSingleton<ICommandStore, SqliteCommandStore>();
        services.AddSingleton<LaneStore>().AddSingleton<UploadStore>().AddSingleton<AuditStore>();
        services.AddSingleton(provider => new RetentionClock(provider.GetRequiredService<AuditStore>().Newest(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new BridgeInfo(provider.GetRequiredService<SqliteWriter>().BridgeId(), options.Name));
        return services;
    }

    public static IServiceCollection AddCommands(this IServiceCollection services)
    {
        services.AddSingleton<CommandTable>().AddSingleton<BrowserPresence>().AddSingleton<CommandServices>().AddSingleton<CommandIds>().AddSingleton<CommandRunner>();
        services.AddSingleton<CommandCatalog>().AddSingleton<SellerDeparture>().AddSingleton<BackendDeparture>();
        services.AddSingleton<CommandRequestReader>().AddSingleton<RequestRules>().AddSingleton<FileRules>().AddSingleton<UploadShelf>().AddSingleton<UploadChunks>();
        services.AddSingleton<EventHub>().AddSingleton<CommandNews>().AddSingleton<CommandRecovery>().AddHostedService<CommandSweeper>();
        return services;
    }

    public static IServiceCollection AddLanes(this IServiceCollection services) => services.AddSingleton<LaneBook>().AddSingleton<LaneAudit>();

    public static IServiceCollection AddSessions(this IServiceCollection services, BridgeOptions options)
    {
        services.AddSingleton<LateWord, LateResults>();
        services.AddSingleton(provider => new SessionRegistry(
            provider.GetRequiredService<TimeProvider>(),
            browser => new BrowserSession(
                browser,
                provider.GetRequiredService<LateWord>(),
                new BodyInlet(Spool.In(options.DataDirectory), options.Limits.MaxResultBytes))));
        services.AddSingleton<HandshakeGate>().AddSingleton<SessionConversation>();
        return services;
    }

    public static IServiceCollection AddWire(this IServiceCollection services, BridgeOptions options)
    {
        services.AddSingleton(provider => new WireSettings(
            provider.GetRequiredService<TimeProvider>(), TimeSpan.FromMilliseconds(options.PingIntervalMs), TimeSpan.FromMilliseconds(options.SilenceMs),
            provider.GetRequiredService<ILogger<WireConnection>>()));
        services.AddSingleton<WireHandler, SessionHandshake>();
        return services;
    }

    /// <summary>The steps of every request, in order.</summary>
    public static void UseBridge(this WebApplication app)
    {
        app.UseMiddleware<ProblemWriter>();
        app.UseRouting();
        app.UseDoor();
        app.UseWebSockets();
    }

    /// <summary>Every route.</summary>
    public static void MapBridge(this IEndpointRouteBuilder routes)
    {
        routes.MapCommands();
        routes.MapSellerDeparture();
        routes.MapEvents();
        routes.MapUploads();
        routes.MapLanes();
        routes.MapWire();
        routes.MapDoor();
    }

    /// <summary>What must be known before the first connection: who may come in, what stands still, what was under way.</summary>
    public static async Task LoadAsync(IServiceProvider services, CancellationToken ct)
    {
        // Before this run writes its first line: it begins with the last time that the run before knew.
        services.GetRequiredService<RetentionClock>();
        await Door.StartAsync(services, ct);
        services.GetRequiredService<LaneBook>().Load();
        services.GetRequiredService<UploadShelf>().Load();
        Spool.Clear(services.GetRequiredService<BridgeOptions>().DataDirectory);
        services.GetRequiredService<LaneAudit>().Start();
        await services.GetRequiredService<CommandRecovery>().RunAsync(ct);
        services.GetRequiredService<TokenBook>().ShutOut += services.GetRequiredService<BackendDeparture>().RunAsync;
        var table = services.GetRequiredService<CommandTable>();
        services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(table.LetGo);
        Watch(services);
    }

    private static void Watch(IServiceProvider services)
    {
        var diagnostics = services.GetRequiredService<Diagnostics>();
        var (table, sessions, lanes) =
            (services.GetRequiredService<CommandTable>(), services.GetRequiredService<SessionRegistry>(), services.GetRequiredService<LaneBook>());
        services.GetRequiredService<SqliteWriter>().Committed += diagnostics.StoreCommitted;
        diagnostics.Watch("stoflow.commands.live", "{command}", "Commands that have not ended.", () => table.Live);
        diagnostics.Watch("stoflow.browsers.online", "{browser}", "Browsers that are connected.", () => sessions.OnlineCount);
        diagnostics.Watch("stoflow.lanes.paused", "{lane}", "Lanes that stand still.", () => lanes.All.Count(lane => lane.Pause is not null));
    }
}
