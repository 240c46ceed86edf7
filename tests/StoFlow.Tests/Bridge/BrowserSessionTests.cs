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
    private readonly HeardWord _late = new();
    private readonly List<WireConnection> _connections = [];
    private readonly List<DeafSocket> _sockets = [];
    private readonly BrowserSession _session;

    public BrowserSessionTests() => _session = new BrowserSession(Browser, _late, new BodyInlet(_folder.File("spool"), 1_000));

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

    [Theory]
    [InlineData("nothing", "expired")]
    [InlineData("begun", null)]
    [InlineData("ended", null)]
    [InlineData("running", null)]
    [InlineData("result", null)]
    [InlineData("begun message", null)]
    public async Task A_write_that_was_missed_is_expired_by_proof_alone(string word, string? outcome)
    {
        var connection = Attach();
        _session.Reconcile(new PluginHoldings(), connection);
        Assert.True(await _session.SendAsync(new TestCommand("1", write: true), 1, 0, Ct));
        _session.Miss("1");
        if (word == "result") _session.Take(new CommandResult("1", "unknown", 1), connection);
        if (word == "begun message") _session.Begun("1");
        _late.Taken.Clear();

        var held = new PluginHoldings();
        held.Add(new Holdings(word == "running" ? ["1"] : [], word == "begun" ? ["1"] : [], word == "ended" ? ["1"] : [], Last: true));
        _session.Reconcile(held, Attach());
        if (word is "running" or "ended") _session.Take(new CommandResult("1", "unknown", 1), connection);
        _late.Taken.RemoveAll(result => result.Outcome == "unknown");
        // What its word was taken for may be forgotten by the browser: that it does not hold it any more proves nothing.
        _session.Reconcile(new PluginHoldings(), Attach());

        Assert.Equal(outcome, _late.Taken.SingleOrDefault()?.Outcome);
    }

    [Fact]
    public async Task A_result_that_waits_for_its_body_is_a_word()
    {
        _session.Reconcile(new PluginHoldings(), Attach());
        Assert.True(await _session.SendAsync(new TestCommand("1", write: true), 1, 0, Ct));
        Assert.True(_session.Hold(new CommandResult("1", "done", 1)));

        _session.Miss("1");
        _session.Reconcile(new PluginHoldings(), Attach());

        Assert.Empty(_late.Taken);
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

    private sealed class HeardWord : LateWord
    {
        public List<CommandResult> Taken { get; } = [];

        public override Task TakeAsync(string browser, CommandResult result)
        {
            Taken.Add(result);
            return Task.CompletedTask;
        }

        public override Task BegunAsync(string browser, string id) => Task.CompletedTask;
    }
}
