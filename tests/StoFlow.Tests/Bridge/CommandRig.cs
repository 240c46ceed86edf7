using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using StoFlow.Bridge;
using StoFlow.Bridge.Commands;
using StoFlow.Bridge.Lanes;
using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Sessions;
using StoFlow.Bridge.Storage;
using StoFlow.Bridge.Wire;
using StoFlow.Protocol;
using StoFlow.Protocol.Wire;

namespace StoFlow.Tests.Bridge;

/// <summary>Real commands over a real store, with a manual clock and no browser.</summary>
internal sealed class CommandRig : IAsyncDisposable
{
    public const string Browser = "one";

    private readonly TestFolder _folder = new();
    private readonly SqliteWriter _writer;
    private readonly AuditLog _audit;
    private readonly Diagnostics _diagnostics = new();
    private readonly CommandServices _services;
    private readonly LaneBook _lanes;
    private int _made;

    public CommandRig()
    {
        var options = new BridgeOptions { DataDirectory = _folder.File("data"), Pace = PaceOptions.Off };
        _writer = new SqliteWriter(new SqliteFile(_folder.File("stoflow.db")), NullLogger<SqliteWriter>.Instance);
        _audit = new AuditLog(new AuditStore(_writer), Time, NullLogger<AuditLog>.Instance);
        Store = new SqliteCommandStore(_writer);
        var uploads = new UploadShelf(options, new UploadStore(_writer), Time, NullLogger<UploadShelf>.Instance);
        var books = new BrowserBook(new SqliteIdentityStore(_writer), _audit, Time);
        CommandNews news = null!;
        Sessions = new SessionRegistry(
            Time,
            browser => new BrowserSession(
                browser, new LateResults(new CommandTable(options, Time), Store, books, news, Time), new BodyInlet(Spool, 1_000)));
        _lanes = new LaneBook(options, Sessions, new LaneStore(_writer), Time, NullLogger<LaneBook>.Instance);
        Events = new EventHub(Sessions, _lanes, options, Time);
        news = new CommandNews(
            Events, _audit, _diagnostics, new DriftBook(_diagnostics), NullLogger<CommandNews>.Instance);
        _services = new CommandServices(Store, Sessions, uploads, news, new BrowserPresence(Sessions, books, Time), Time);
    }

    public ManualTime Time { get; } = new();

    public ICommandStore Store { get; }

    public EventHub Events { get; }

    public SessionRegistry Sessions { get; }

    /// <summary>Where big results lie on their way.</summary>
    public string Spool => _folder.File("spool");

    /// <summary>An accepted command with half a minute to its deadline; a write's record is on disk.</summary>
    public async Task<LiveCommand> AcceptAsync(bool write, CancellationToken ct, string action = CommandAction.Request, int requests = 1)
    {
        var now = Time.GetUtcNow();
        var head = new CommandHead(
            string.Create(CultureInfo.InvariantCulture, $"{++_made:x32}"), "demo", "www.vinted.fr", action, "erp", "tok_1", Key: null, default, AskedBrowser: null, now, now.AddSeconds(30));
        var request = new SiteRequest("https://www.vinted.fr/api/v2/items/1", write ? "PUT" : "GET", "include", "json");
        var command = new LiveCommand(head, write, [.. Enumerable.Repeat(request, requests)], _lanes.Get(new LaneKey("demo", "www.vinted.fr")), _services);
        if (write) await Store.InsertAsync(new CommandRow(head, null, CommandState.Queued), ct);
        command.Start();
        return command;
    }

    /// <summary>What forgets old records.</summary>
    public CommandSweeper Sweeper()
    {
        var options = new BridgeOptions();
        return new CommandSweeper(_services, new CommandTable(options, Time), new RetentionClock(lastKnown: null, Time), options, NullLogger<CommandSweeper>.Instance);
    }

    /// <summary>Nothing more reaches the disk until the result is disposed.</summary>
    public IDisposable HoldDisk()
    {
        var gate = new Gate();
        _ = _writer.WriteAsync(_ => gate.Pass(), CancellationToken.None);
        return gate;
    }

    public async ValueTask DisposeAsync()
    {
        await _audit.DisposeAsync();
        await _writer.DisposeAsync();
        _diagnostics.Dispose();
        _folder.Dispose();
    }

    private sealed class Gate : IDisposable
    {
        private readonly TaskCompletionSource<bool> _open = new();

        // Not for ever: a test that fails before it disposes this ends, too.
        public bool Pass() => _open.Task.Wait(TimeSpan.FromSeconds(10));

        public void Dispose() => _open.SetResult(true);
    }
}
