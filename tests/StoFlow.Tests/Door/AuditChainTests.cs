using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Storage;
using StoFlow.Protocol.Wire;

namespace StoFlow.Tests.Door;

/// <summary>A change of the list is noticed, whichever way it was made.</summary>
public sealed class AuditChainTests : IAsyncDisposable
{
    private readonly TempStore _store = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task An_untouched_list_is_whole()
    {
        await FillAsync(3);
        await FillAsync(250);

        var verdict = await VerifyAsync();

        Assert.Equal((true, 253L), (verdict.Whole, verdict.Lines));
        Assert.Null(verdict.FirstBroken);
        Assert.Equal(_store.AuditStore.Page(null, null, 1).Entries[0].Hash, verdict.Head);
    }

    [Fact]
    public async Task An_empty_list_is_whole() => Assert.True((await VerifyAsync()).Whole);

    [Theory]
    [InlineData("UPDATE audit SET outcome = 'done' WHERE seq = 4", 4)]
    [InlineData("UPDATE audit SET outcome = NULL WHERE seq = 4", 4)]
    [InlineData("UPDATE audit SET actor = what, what = actor WHERE seq = 4", 4)]
    [InlineData("UPDATE audit SET at = at + 1 WHERE seq = 4", 4)]
    [InlineData("UPDATE audit SET subject = subject || char(10), outcome = substr(outcome, 2) WHERE seq = 4", 4)]
    [InlineData("DELETE FROM audit WHERE seq = 4", 4)]
    [InlineData("DELETE FROM audit WHERE seq = 1", 1)]
    [InlineData("DELETE FROM audit WHERE seq = 4; UPDATE audit SET seq = seq - 1 WHERE seq > 4", 4)]
    [InlineData("INSERT INTO audit SELECT 9, at, actor, what, seller, subject, outcome, hash FROM audit WHERE seq = 8", 9)]
    [InlineData("UPDATE audit SET hash = zeroblob(32) WHERE seq = 4", 4)]
    public async Task A_tampered_line_is_found(string sql, long firstBroken)
    {
        await FillAsync(8);

        _store.Tamper(sql);

        var verdict = await VerifyAsync();
        Assert.Equal((false, firstBroken), (verdict.Whole, verdict.FirstBroken));
    }

    [Fact]
    public async Task What_was_kept_long_enough_goes_from_the_front_and_the_chain_holds()
    {
        await FillAsync(1_200);
        var year = _store.Clock.GetUtcNow().AddDays(1);
        _store.Clock.Advance(TimeSpan.FromDays(2));
        await FillAsync(3);
        Assert.Equal(1_200, await _store.AuditStore.ForgetAsync(year, Ct));
        Assert.Equal(0, await _store.AuditStore.ForgetAsync(year, Ct));

        var verdict = await VerifyAsync();
        Assert.Equal((true, 3L), (verdict.Whole, verdict.Lines));
        Assert.Equal([1_203L, 1_202L, 1_201L], _store.AuditStore.Page(null, null, 10).Entries.Select(entry => entry.Seq));

        Assert.Equal(3, await _store.AuditStore.ForgetAsync(_store.Clock.GetUtcNow().AddDays(1), Ct));
        Assert.True((await VerifyAsync()).Whole);
        Assert.Equal(1_205, await FillAsync(2));
        Assert.Equal((true, 2L), ((await VerifyAsync()).Whole, (await VerifyAsync()).Lines));
    }

    [Fact]
    public async Task A_young_line_is_not_forgotten_and_keeps_what_is_behind_it()
    {
        await FillAsync(2);
        _store.Clock.Advance(TimeSpan.FromDays(10));
        await FillAsync(1);
        _store.Clock.Advance(TimeSpan.FromDays(-10));
        await FillAsync(2);

        Assert.Equal(2, await _store.AuditStore.ForgetAsync(_store.Clock.GetUtcNow().AddDays(1), Ct));

        Assert.Equal([5L, 4L, 3L], _store.AuditStore.Page(null, null, 10).Entries.Select(entry => entry.Seq));
    }

    [Fact]
    public async Task Whoever_takes_more_from_the_front_is_found()
    {
        await FillAsync(4);
        _store.Clock.Advance(TimeSpan.FromDays(2));
        await FillAsync(4);
        await _store.AuditStore.ForgetAsync(_store.Clock.GetUtcNow().AddDays(-1), Ct);

        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => _store.Writer.WriteAsync(db => db.Execute("DELETE FROM audit WHERE seq = 5"), Ct));
        _store.Tamper("DELETE FROM audit WHERE seq = 5");

        var verdict = await VerifyAsync();
        Assert.Equal((false, 5L), (verdict.Whole, verdict.FirstBroken));
    }

    [Fact]
    public async Task A_list_cut_short_shows_by_its_head()
    {
        await FillAsync(8);
        var head = (await VerifyAsync()).Head;

        _store.Tamper("DELETE FROM audit WHERE seq = 8");

        Assert.NotEqual(head, (await VerifyAsync()).Head, StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_store_s_own_code_cannot_rewrite_the_list()
    {
        await FillAsync(2);

        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => _store.Writer.WriteAsync(db => db.Execute("UPDATE audit SET actor = 'x'"), Ct));
        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => _store.Writer.WriteAsync(db => db.Execute("DELETE FROM audit"), Ct));
    }

    [Fact]
    public async Task What_was_recorded_is_there_when_the_log_is_closed()
    {
        for (var i = 0; i < 2_000; i++)
            await _store.Audit.RecordAsync(new AuditDraft("token:erp", AuditWords.CommandEnded, "anna", $"cmd_{i}", null), Ct);

        await _store.Audit.DisposeAsync();

        var verdict = await VerifyAsync();
        Assert.Equal((true, 2_000L), (verdict.Whole, verdict.Lines));
    }

    [Fact]
    public void A_command_is_listed_without_query_and_cut()
    {
        Assert.Equal(
            "cmd_1 EXECUTE_HTTP_REQUEST PUT www.vinted.fr/api/v2/items/1",
            AuditWords.Command("cmd_1", "EXECUTE_HTTP_REQUEST", [new SiteRequest("https://www.vinted.fr/api/v2/items/1?email=a%40b.example#x", "PUT", "include", "json")]));
        Assert.Equal(AuditWords.MaxText, AuditWords.Command("cmd_1", new string('x', 1_000), []).Length);
        Assert.Equal("a??b", AuditWords.Cut("a\r\nb"));
    }

    [Fact]
    public void No_read_in_front_hides_a_write_in_the_list()
    {
        SiteRequest Request(string method, string to) => new($"https://www.vinted.fr{to}", method, "include", "json");
        var reads = Enumerable.Repeat(Request("GET", "/api/v2/users/current"), 40);
        var deletes = Enumerable.Range(1, 60).Select(id => Request("DELETE", $"/api/v2/items/{id}"));

        var subject = AuditWords.Command("cmd_1", "EXECUTE_BATCH_REQUESTS", [.. reads, .. deletes]);

        Assert.StartsWith("cmd_1 EXECUTE_BATCH_REQUESTS DELETE www.vinted.fr/api/v2/items/1, DELETE www.vinted.fr/api/v2/items/2,", subject, StringComparison.Ordinal);
        Assert.EndsWith(", +92 more: 52 DELETE, 40 GET", subject, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_path_hides_nothing_after_it()
    {
        SiteRequest Request(string method, string to) => new($"https://www.vinted.fr/api/v2/{to}", method, "include", "json");

        var subject = AuditWords.Command(
            "cmd_1", "EXECUTE_BATCH_REQUESTS", [Request("POST", new string('x', 8_000)), Request("PUT", "items/2"), Request("DELETE", "items/3"), Request("GET", "items/4")]);

        Assert.StartsWith("cmd_1 EXECUTE_BATCH_REQUESTS POST www.vinted.fr/api/v2/xxx", subject, StringComparison.Ordinal);
        Assert.EndsWith("x, +3 more: 1 PUT, 1 DELETE, 1 GET", subject, StringComparison.Ordinal);
        Assert.Equal(
            "cmd_1 EXECUTE_SEQUENTIAL_REQUESTS PUT www.vinted.fr/api/v2/items/2, GET www.vinted.fr/api/v2/items/4",
            AuditWords.Command("cmd_1", "EXECUTE_SEQUENTIAL_REQUESTS", [Request("GET", "items/4"), Request("PUT", "items/2")]));
    }

    private Task<long> FillAsync(int lines) => _store.AuditStore.AppendAsync(
        [.. Enumerable.Range(0, lines).Select(i => (_store.Clock.GetUtcNow(), new AuditDraft("token:erp", "command.ended", "anna", $"cmd_{i}", "failed")))], Ct);

    private async Task<AuditVerdict> VerifyAsync()
    {
        await using var db = _store.Writer.OpenReader();
        return await AuditChain.VerifyAsync(db, Ct);
    }
}
