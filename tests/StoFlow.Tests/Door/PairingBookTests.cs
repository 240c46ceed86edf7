using StoFlow.Bridge;
using StoFlow.Bridge.Pairing;

namespace StoFlow.Tests.Door;

public sealed class PairingBookTests : IAsyncDisposable
{
    private readonly TempStore _store = new();
    private readonly PairingBook _pairings;

    public PairingBookTests() => _pairings = new PairingBook(_store.Audit, _store.Clock);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_code_leads_to_its_seller_for_ten_minutes()
    {
        var made = await _pairings.MakeAsync("anna", "test", Ct);
        var code = PairingCode.Read(made.Code)!;

        Assert.Equal(("anna", made.PairingId), (_pairings.Find(code)!.Seller, _pairings.Find(code)!.Id));
        Assert.Equal("waiting", _pairings.Get(made.PairingId)!.Status);
        _store.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(_pairings.Find(code));
        Assert.False(_pairings.Claim(made.PairingId));
        Assert.Equal("expired", _pairings.Get(made.PairingId)!.Status);
    }

    [Theory]
    [InlineData(-60, 10)]
    [InlineData(60, 0)]
    public async Task A_code_ends_by_whichever_clock_is_there_first(int minutesSet, int minutes)
    {
        var made = await _pairings.MakeAsync("anna", "test", Ct);

        _store.Clock.Set(TimeSpan.FromMinutes(minutesSet));
        _store.Clock.Advance(TimeSpan.FromMinutes(minutes));

        Assert.Null(_pairings.Find(PairingCode.Read(made.Code)!));
        Assert.False(_pairings.Claim(made.PairingId));
        Assert.Equal("expired", _pairings.Get(made.PairingId)!.Status);
    }

    [Fact]
    public async Task A_code_is_good_for_one_browser()
    {
        var made = await _pairings.MakeAsync("anna", "test", Ct);

        var claims = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => _pairings.Claim(made.PairingId), Ct)));

        Assert.Single(claims, claimed => claimed);
        Assert.Null(_pairings.Find(PairingCode.Read(made.Code)!));
        _pairings.Complete(made.PairingId, "brw_1");
        Assert.Equal(("paired", "brw_1"), (_pairings.Get(made.PairingId)!.Status, _pairings.Get(made.PairingId)!.Browser));
        Assert.False(_pairings.Claim(made.PairingId));
    }

    [Fact]
    public async Task A_code_is_shown_once()
    {
        var made = await _pairings.MakeAsync("anna", "test", Ct);

        Assert.Equal("", _pairings.Get(made.PairingId)!.Code);
    }

    [Fact]
    public async Task When_the_store_fails_the_code_may_be_typed_again()
    {
        var made = await _pairings.MakeAsync("anna", "test", Ct);
        Assert.True(_pairings.Claim(made.PairingId));

        _pairings.Release(made.PairingId);

        Assert.NotNull(_pairings.Find(PairingCode.Read(made.Code)!));
    }

    [Fact]
    public async Task A_seller_who_goes_takes_the_waiting_codes_along()
    {
        var (hers, his) = (await _pairings.MakeAsync("anna", "test", Ct), await _pairings.MakeAsync("bert", "test", Ct));

        _pairings.End("anna");

        Assert.Null(_pairings.Find(PairingCode.Read(hers.Code)!));
        Assert.NotNull(_pairings.Find(PairingCode.Read(his.Code)!));
    }

    [Fact]
    public async Task Waiting_codes_are_bounded_and_old_ones_forgotten()
    {
        var first = await _pairings.MakeAsync("anna", "test", Ct);
        for (var i = 1; i < 100; i++) await _pairings.MakeAsync("anna", "test", Ct);
        Assert.Equal("rate_limited", (await Assert.ThrowsAsync<BridgeException>(() => _pairings.MakeAsync("anna", "test", Ct))).Code);

        _store.Clock.Advance(TimeSpan.FromHours(2));
        await _pairings.MakeAsync("anna", "test", Ct);

        Assert.Null(_pairings.Get(first.PairingId));
    }
}
