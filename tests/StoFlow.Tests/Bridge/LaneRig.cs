using Microsoft.Extensions.Logging.Abstractions;
using StoFlow.Bridge;
using StoFlow.Bridge.Lanes;
using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Sessions;
using StoFlow.Bridge.Storage;
using StoFlow.Bridge.Wire;
using StoFlow.Protocol.Wire;

namespace StoFlow.Tests.Bridge;

/// <summary>A lane with a manual clock and browsers that never answer.</summary>
internal sealed class LaneRig : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly SqliteWriter _writer;
    private readonly BridgeOptions _options;
    private readonly List<WireConnection> _connections = [];
    private DeafSocket? _socket;

    public LaneRig(PaceOptions? pace = null)
    {
        _writer = new SqliteWriter(new SqliteFile(_folder.File("stoflow.db")), NullLogger<SqliteWriter>.Instance);
        Sessions = new SessionRegistry(Time, browser => new BrowserSession(browser, new NoLateWord(), new BodyInlet(_folder.File("spool"), 1_000)));
        _options = new BridgeOptions { Pace = pace ?? PaceOptions.Off };
        Book = new LaneBook(_options, Sessions, new LaneStore(_writer), Time, NullLogger<LaneBook>.Instance);
        Lane = Book.Get(new LaneKey("demo", "www.vinted.fr"));
    }

    public ManualTime Time { get; } = new();

    public SessionRegistry Sessions { get; }

    public LaneBook Book { get; }

    public Lane Lane { get; }

    /// <summary>What the browser that came last was sent, in order.</summary>
    public IReadOnlyList<WireMessage> Sent
    {
        get { lock (_socket!.Sent) return [.. _socket.Sent]; }
    }

    /// <summary>The lanes as they stand after a restart.</summary>
    public async Task<LaneBook> RestartedAsync(CancellationToken ct)
    {
        var store = new LaneStore(_writer);
        // What was paused or resumed before is on disk then.
        await _writer.WriteAsync(_ => 0, ct);
        var book = new LaneBook(new BridgeOptions { Pace = PaceOptions.Off }, Sessions, store, Time, NullLogger<LaneBook>.Instance);
        book.Load();
        return book;
    }

    /// <summary>A browser that is ready.</summary>
    public BrowserSession Connect(string id = "one", bool? signedIn = null)
    {
        var connection = new WireConnection(
            _socket = new DeafSocket(), new WireSettings(Time, TimeSpan.FromDays(1), TimeSpan.FromDays(10), NullLogger<WireConnection>.Instance));
        _connections.Add(connection);
        connection.Welcomed = true;
        var session = Sessions.Attach(new BrowserIdentity(id, "demo", id, default, Time.GetUtcNow()), connection);
        session.Reconcile(new PluginHoldings(), connection);
        Sessions.Reconciled(session);
        if (signedIn is { } known) Sessions.Stand(session, new BrowserStatus(false, [new SiteStatus("www.vinted.fr", "open", true, known)]));
        return session;
    }

    public TestCommand Add(string id, bool write, string? browser = null, int cost = 1, bool interactive = false, Task? marking = null, bool unspeakable = false)
    {
        var command = new TestCommand(id, write, browser) { Cost = cost, Interactive = interactive, Marking = marking ?? Task.CompletedTask, Unspeakable = unspeakable };
        Assert.True(Lane.TryReserve(1_000));
        Lane.Enqueue(command);
        return command;
    }

    /// <summary>The lane as another run of the bridge finds it on the disk.</summary>
    public async Task<Lane> RestartAsync()
    {
        // One after the other: what was written before is there then.
        await _writer.WriteAsync(_ => true, CancellationToken.None);
        var book = new LaneBook(_options, Sessions, new LaneStore(_writer), Time, NullLogger<LaneBook>.Instance);
        book.Load();
        return book.Get(Lane.Key);
    }

    public void Finish(TestCommand command, SiteSignal signal = default) => Lane.Finish(command, signal, answered: true);

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections) await connection.DisposeAsync();
        await _writer.DisposeAsync();
        _folder.Dispose();
    }

    private sealed class NoLateWord : LateWord
    {
        public override Task TakeAsync(string browser, CommandResult result) => Task.CompletedTask;

        public override Task BegunAsync(string browser, string id) => Task.CompletedTask;
    }
}
