using StoFlow.Bench.Children;
using StoFlow.Bench.Load;

namespace StoFlow.Bench.Verbs;

/// <summary>A server and whoever answers behind it, in processes of their own.</summary>
internal sealed class House : IAsyncDisposable
{
    private static readonly TimeSpan Readiness = TimeSpan.FromSeconds(30);

    private House(Child server, Child responder, Target target) => (Server, Responder, Target) = (server, responder, target);

    public Child Server { get; }

    public Child Responder { get; }

    public Target Target { get; }

    public static async Task<House> RelayAsync(RunFolder folder, int lanes, int sockets, CancellationToken ct)
    {
        var relay = await Child.StartAsync(ct, RelayChild.Name, folder.Of("relay"));
        var responder = await Child.StartAsync(ct, ResponderChild.Name, relay.Ready.Url!.ToString(), "--browsers", $"{sockets}");
        return new House(relay, responder, new Target(relay.Ready.Url!, "/command", Token: null, lanes, Sites: 1));
    }

    public static async Task<House> BridgeAsync(RunFolder folder, int sellers, bool keys, CancellationToken ct, string? program = null, int sites = 1)
    {
        var bridge = await Child.StartAsync(
            program ?? Environment.ProcessPath!, [BridgeChild.Name, folder.Of(program is null ? "bridge" : "other")], ct);
        var responder = await Child.StartAsync(
            ct, ResponderChild.Name, bridge.Ready.Url!.ToString(), "--token-file", bridge.Ready.TokenFile!, "--browsers", $"{sellers}");
        var token = (await File.ReadAllTextAsync(bridge.Ready.TokenFile!, ct)).Trim();
        var house = new House(bridge, responder, new Target(bridge.Ready.Url!, "/api/plugin/execute", token, sellers * sites, sites, keys));
        await house.UntilReadyAsync(ct);
        return house;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Responder.DisposeAsync();
        await Server.DisposeAsync();
    }

    // A browser that has just said what it holds may not be known as ready yet.
    private async Task UntilReadyAsync(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Readiness);
        using var caller = new HttpCaller(Target);
        for (var lane = 0; lane < Target.Lanes; lane += Target.Sites)
            while (await caller.CallAsync(lane, limit.Token) != 200) await Task.Delay(20, limit.Token);
    }
}
