using Microsoft.Extensions.Logging.Abstractions;
using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Sessions;
using StoFlow.Bridge.Wire;
using StoFlow.Protocol.Wire;

namespace StoFlow.Tests.Bridge;

/// <summary>What a session does while one connection of its browser takes the place of another.</summary>
public sealed class BrowserSessionTests : IAsyncDisposable
{
    private static readonly BrowserIdentity Browser = new("one", "demo", "one", default, default);
    private readonly TestFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly List<WireConnection> _connections = [];
    private readonly List<DeafSocket> _sockets = [];
    private readonly BrowserSession _session;

    public BrowserSessionTests() => _session = new BrowserSession(Browser, new NoLateWord(), new BodyInlet(_folder.File("spool"), 1_000));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_replaced_connection_held_decides_nothing_for_the_new_one()
    {
        var old = Attach();
        Assert.True(_session.Reconcile(new PluginHoldings(), old));
        var command = new TestCommand("1", write: true);
        Assert.True(await _session.SendAsync(command, 1, 0, Ct));
        var next = Attach();

        // The old one's last page is on its way through the bridge still. Taken for the new one's, it would send a write again that runs.
        Assert.False(_session.Reconcile(new PluginHoldings(), old));

        Assert.Equal((false, 0, true), (_session.IsReady, command.GivenBack, _session.Awaits("1")));
        Assert.True(_session.Reconcile(Holding("1"), next));
        Assert.Equal((true, 0, true), (_session.IsReady, command.GivenBack, _session.Awaits("1")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_leaves_before_the_plugin_said_what_it_holds(bool again)
    {
        if (again) Assert.True(_session.Reconcile(new PluginHoldings(), Attach()));
        var connection = Attach();

        Assert.False(_session.IsReady);
        Assert.False(await _session.SendAsync(new TestCommand("1", write: true), 1, 0, Ct));

        Assert.False(_session.Awaits("1"));
        Assert.Empty(Sent());
        Assert.True(_session.Reconcile(new PluginHoldings(), connection));
        Assert.True(await _session.SendAsync(new TestCommand("1", write: true), 1, 0, Ct));
    }

    [Fact]
    public void A_connection_hears_of_nothing_before_its_welcome()
    {
        var connection = Attach();

        Assert.False(_session.TryNotify(new LaneNotice("www.vinted.fr", "paused")));
        Assert.Empty(Sent());

        connection.Welcomed = true;
        Assert.True(_session.TryNotify(new LaneNotice("www.vinted.fr", "paused")));
        Assert.IsType<LaneNotice>(Assert.Single(Sent()));
    }

    [Fact]
    public async Task A_cancellation_while_the_line_was_down_reaches_the_plugin_that_still_has_the_command()
    {
        Assert.True(_session.Reconcile(new PluginHoldings(), Attach()));
        var (wanted, unwanted) = (new TestCommand("1", write: true), new TestCommand("2", write: true));
        Assert.True(await _session.SendAsync(wanted, 1, 0, Ct));
        Assert.True(await _session.SendAsync(unwanted, 1, 0, Ct));
        unwanted.Gone = true;

        _session.Reconcile(Holding("1", "2"), Attach());

        Assert.Equal([new Cancel("2")], Sent());
        Assert.True(_session.Awaits("2"));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections) await connection.DisposeAsync();
        _folder.Dispose();
    }

    private static PluginHoldings Holding(params string[] running)
    {
        var held = new PluginHoldings();
        Assert.Null(held.Add(new Holdings(running, [], [], Last: true)));
        return held;
    }

    private WireConnection Attach()
    {
        var socket = new DeafSocket();
        var connection = new WireConnection(socket, new WireSettings(_time, TimeSpan.FromDays(1), TimeSpan.FromDays(10), NullLogger<WireConnection>.Instance));
        _sockets.Add(socket);
        _connections.Add(connection);
        _session.Attach(connection, Browser, _time.GetUtcNow());
        return connection;
    }

    private IReadOnlyList<WireMessage> Sent()
    {
        lock (_sockets[^1].Sent) return [.. _sockets[^1].Sent];
    }

    private sealed class NoLateWord : LateWord
    {
        public override Task TakeAsync(string browser, CommandResult result) => Task.CompletedTask;

        public override Task BegunAsync(string browser, string id) => Task.CompletedTask;
    }
}
