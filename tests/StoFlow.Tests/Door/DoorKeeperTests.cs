using Microsoft.Extensions.Logging.Abstractions;
using StoFlow.Bridge;
using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Policy;
using StoFlow.Bridge.Storage;
using StoFlow.Protocol.Wire;

namespace StoFlow.Tests.Door;

/// <summary>What has ended for long is forgotten by itself.</summary>
public sealed class DoorKeeperTests : IAsyncDisposable
{
    private readonly TempStore _store = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Tokens_and_pairings_that_ended_longer_ago_than_the_audit_list_reaches_are_forgotten()
    {
        var (tokens, browsers) = (_store.Tokens(), _store.Browsers());
        var retention = new RetentionClock(null, _store.Clock);
        using var keeper = new DoorKeeper(tokens, browsers, retention, new BridgeOptions(), _store.Clock, NullLogger<DoorKeeper>.Instance);
        var (_, token) = await tokens.AddAsync(new TokenRecord("", "erp", CallerScope.Write, ["anna"], default, default), null, null, "test", Ct);
        var browser = await browsers.AddAsync(new PairingTicket("pair_1", "anna", "0.1.0", new BrowserInfo("Fake", "1.0")), "laptop", new byte[91], Ct);
        await tokens.RevokeAsync(token.Id, "test", Ct);
        await browsers.RevokeAsync(browser.Id, "test", Ct);

        _store.Clock.Advance(TimeSpan.FromDays(364));
        await keeper.StopAsync(Ct);
        Assert.NotNull(tokens.Get(token.Id));
        Assert.NotNull(browsers.Get(browser.Id));

        _store.Clock.Advance(TimeSpan.FromDays(2));
        await keeper.StopAsync(Ct);
        Assert.Null(tokens.Get(token.Id));
        Assert.Null(browsers.Get(browser.Id));
    }
}
