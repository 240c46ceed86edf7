using System.Net;
using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Policy;

namespace StoFlow.Tests.Door;

/// <summary>Who knocks is listed, some a minute.</summary>
public sealed class RefusedSignInsTests : IAsyncDisposable
{
    private readonly TempStore _store = new();
    private readonly Diagnostics _diagnostics = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _diagnostics.Dispose();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task A_wall_clock_that_is_set_back_leaves_nobody_out_of_the_list_for_hours()
    {
        var refused = new RefusedSignIns(_store.Audit, _diagnostics, _store.Clock);
        for (var i = 0; i < 12; i++) await NoteAsync();
        _store.Clock.Set(TimeSpan.FromHours(-5));
        _store.Clock.Advance(TimeSpan.FromMinutes(1));

        await NoteAsync();
        await _store.Audit.FlushAsync(Ct);

        var lines = _store.AuditStore.Page(null, null, 100).Entries;
        Assert.Equal(11, lines.Count);
        Assert.Equal("no good token; 2 more before it were not listed", lines[0].Outcome);

        ValueTask NoteAsync() => refused.NoteAsync(IPAddress.Loopback, "GET /metrics", "no good token", Ct);
    }
}
