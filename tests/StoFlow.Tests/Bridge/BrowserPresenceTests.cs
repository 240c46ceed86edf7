using Microsoft.Extensions.Logging.Abstractions;
using StoFlow.Bridge.Commands;
using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Sessions;
using StoFlow.Bridge.Storage;
using StoFlow.Bridge.Wire;
using StoFlow.Protocol;
using StoFlow.Protocol.Wire;

namespace StoFlow.Tests.Bridge;

/// <summary>A caller waits for a browser that is likely back soon: it hears of it at once, whatever the clock says, and never waits longer than before.</summary>
public sealed class BrowserPresenceTests : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly SqliteWriter _writer;
    private readonly AuditLog _audit;
    private readonly BrowserBook _book;
    private readonly SessionRegistry _sessions;
    private readonly BrowserPresence _presence;

    public BrowserPresenceTests()
    {
        _writer = new SqliteWriter(new SqliteFile(_folder.File("stoflow.db")), NullLogger<SqliteWriter>.Instance);
        _audit = new AuditLog(new AuditStore(_writer), _time, NullLogger<AuditLog>.Instance);
        _book = new BrowserBook(new SqliteIdentityStore(_writer), _audit, _time);
        _sessions = new SessionRegistry(_time, browser => new BrowserSession(browser, null!, new BodyInlet(_folder.File("spool"), 1_000)));
        _presence = new BrowserPresence(_sessions, _book, _time);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _audit.DisposeAsync();
        await _writer.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task It_hears_at_once_of_a_browser_that_comes()
    {
        var browser = await PairAsync();
        var waiting = _presence.WaitAsync(Draft(), Ct);
        Assert.False(waiting.IsCompleted);

        await using var connection = Connect(browser);

        await EndsAsync(waiting);
    }

    [Fact]
    public async Task Who_names_a_browser_that_is_away_hears_of_that_one()
    {
        var (here, away) = (await PairAsync(), await PairAsync());
        await using var connection = Connect(here);

        var told = _presence.WhyNone(Draft(away.Id));

        Assert.Equal(ErrorCode.NoBrowser, told!.Code);
        Assert.StartsWith("The browser that the call names is not connected", told.Message, StringComparison.Ordinal);
        Assert.Null(_presence.WhyNone(Draft(here.Id)));
    }

    [Fact]
    public async Task Another_seller_s_browser_or_another_than_the_asked_one_is_no_news()
    {
        await PairAsync();
        var (other, asked) = (await PairAsync("bert"), await PairAsync());
        var (any, one) = (_presence.WaitAsync(Draft(), Ct), _presence.WaitAsync(Draft(asked.Id), Ct));

        await using var connection = Connect(other);
        Assert.False(any.IsCompleted || one.IsCompleted);
        await using var second = Connect(await PairAsync());

        await EndsAsync(any);
        Assert.False(one.IsCompleted);
        await using var third = Connect(asked);
        await EndsAsync(one);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_gives_up_at_once_when_the_last_hope_goes(bool revoked)
    {
        var browser = await PairAsync();
        var waiting = _presence.WaitAsync(Draft(), Ct);
        Assert.False(waiting.IsCompleted);

        if (revoked) await _book.RevokeAsync(browser.Id, "test", Ct);
        else _sessions.NoteProblem(browser.Id, ErrorCode.PluginOutdated);

        await EndsAsync(waiting);
        Assert.Equal(revoked ? ErrorCode.NoBrowser : ErrorCode.PluginOutdated, _presence.WhyNone(Draft())!.Code);
    }

    // A browser is hoped for during 30 s after it was seen, and 10 s after the start; a caller waits 5 s at most.
    [Theory]
    [InlineData(0, 5_000)]
    [InlineData(7_000, 5_000)]
    [InlineData(27_000, 3_000)]
    [InlineData(40_000, 0)]
    public async Task It_waits_as_long_as_there_is_hope_and_patience(int since, int longest)
    {
        await PairAsync();
        _time.Advance(since);
        var waiting = _presence.WaitAsync(Draft(), Ct);
        if (longest > 0)
        {
            _time.Advance(longest - 1);
            Assert.False(waiting.IsCompleted);
            _time.Advance(1);
        }

        await EndsAsync(waiting);
    }

    [Fact]
    public async Task It_does_not_outlive_its_command_or_its_caller()
    {
        await PairAsync();
        using var gone = new CancellationTokenSource();
        var (brief, called) = (_presence.WaitAsync(Draft() with { Timeout = TimeSpan.FromMilliseconds(200) }, Ct), _presence.WaitAsync(Draft(), gone.Token));

        _time.Advance(200);
        await gone.CancelAsync();

        await EndsAsync(brief);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EndsAsync(called));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_a_seller_for_whom_nobody_waits_any_more_nothing_stays(bool revoked)
    {
        var browser = await PairAsync();
        var (one, other) = (_presence.WaitAsync(Draft(), Ct), _presence.WaitAsync(Draft(), Ct));
        Assert.Equal(1, _presence.Watched);

        if (revoked) await _book.RevokeAsync(browser.Id, "test", Ct);
        else _time.Advance(5_000);
        await EndsAsync(Task.WhenAll(one, other));

        Assert.Equal(0, _presence.Watched);
    }

    [Fact]
    public async Task Of_a_seller_whose_browsers_are_unpaired_nothing_stays()
    {
        var (one, other) = (await PairAsync(), await PairAsync());
        await using var first = Connect(one);
        await using var second = Connect(other);
        _sessions.NoteProblem(other.Id, ErrorCode.PluginOutdated);

        _sessions.Close(one.Id, Refusal.Ended);
        Assert.Equal(other.Id, Assert.Single(_sessions.OfSeller("anna")).Browser.Id);
        _sessions.Close(other.Id, Refusal.Ended);

        Assert.Equal((0, null), (_sessions.Sellers, _sessions.Problem(other.Id)));
        Assert.Empty(_sessions.OfSeller("anna"));
    }

    private static CommandDraft Draft(string? browser = null) =>
        new(CommandAction.Ping, "anna", browser, "", TimeSpan.FromSeconds(30), IsWrite: false, Requests: null);

    private static Task EndsAsync(Task waiting) => waiting.WaitAsync(TimeSpan.FromSeconds(10), Ct);

    private Task<BrowserIdentity> PairAsync(string seller = "anna") =>
        _book.AddAsync(new PairingTicket("pair_1", seller, "1.0", new BrowserInfo("Firefox", "140")), "laptop", new byte[] { 1 }, Ct);

    private WireConnection Connect(BrowserIdentity browser)
    {
        var connection = new WireConnection(
            new DeafSocket(), new WireSettings(_time, TimeSpan.FromDays(1), TimeSpan.FromDays(10), NullLogger<WireConnection>.Instance));
        var session = _sessions.Attach(browser, connection);
        session.Reconcile(new PluginHoldings(), connection);
        _sessions.Reconciled(session);
        return connection;
    }
}
