using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Policy;
using StoFlow.Bridge.Storage;

namespace StoFlow.Tests.Door;

/// <summary>What every store of identities holds to; one class per store derives from it.</summary>
public abstract class IdentityStoreContract
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    private protected abstract IIdentityStore Store { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_seller_is_there_once_and_goes()
    {
        Assert.True(await Store.AddSellerAsync(new Seller("anna", Start), Ct));
        Assert.False(await Store.AddSellerAsync(new Seller("anna", Start.AddDays(1)), Ct));
        Assert.Equal([new Seller("anna", Start)], Store.Sellers());

        Assert.True(await Store.RemoveSellerAsync("anna", Ct));
        Assert.False(await Store.RemoveSellerAsync("anna", Ct));
        Assert.Empty(Store.Sellers());
    }

    [Fact]
    public async Task A_browser_comes_back_as_it_was_written_and_is_revoked_once()
    {
        await Store.AddSellerAsync(new Seller("anna", Start), Ct);
        var browser = new BrowserIdentity("brw_1", "anna", "laptop", new byte[] { 1, 2, 3 }, Start, Start, null, "1.0", "Firefox", "140");
        Assert.True(await Store.AddBrowserAsync(browser, Ct));
        Assert.True(await Store.RenameBrowserAsync("brw_1", "desk", Ct));
        Assert.False(await Store.RenameBrowserAsync("brw_2", "desk", Ct));
        await Store.SawBrowsersAsync([browser with { LastSeen = Start.AddHours(1), BrowserVersion = "141" }], Ct);

        var found = Assert.Single(Store.Browsers());
        Assert.Equal(browser.PublicKey.ToArray(), found.PublicKey.ToArray());
        Assert.Equal(
            browser with { Name = "desk", LastSeen = Start.AddHours(1), BrowserVersion = "141", PublicKey = default }, found with { PublicKey = default });

        Assert.True(await Store.RevokeBrowserAsync("brw_1", Start.AddHours(2), Ct));
        Assert.False(await Store.RevokeBrowserAsync("brw_1", Start.AddHours(3), Ct));
        Assert.Equal(Start.AddHours(2), Assert.Single(Store.Browsers()).RevokedAt);

        Assert.True(await Store.ForgetBrowsersAsync(["brw_1", "brw_2"], Ct));
        Assert.False(await Store.ForgetBrowsersAsync(["brw_1"], Ct));
        Assert.Empty(Store.Browsers());
    }

    [Fact]
    public async Task A_token_comes_back_as_it_was_written_and_can_only_lose()
    {
        var token = new TokenRecord("tok_1", "backend", "write", ["anna", "bert"], new byte[] { 1, 2 }, Start, Start.AddDays(1));
        Assert.True(await Store.AddTokenAsync(token, null, Ct));
        Assert.True(await Store.NarrowTokenAsync("tok_1", ["bert"], Ct));
        Assert.False(await Store.NarrowTokenAsync("tok_2", ["bert"], Ct));
        await Store.UsedTokensAsync([("tok_1", Start.AddHours(1).ToUnixTimeMilliseconds())], Ct);
        Assert.True(await Store.AddTokenAsync(token with { Id = "tok_1.2", Hash = new byte[] { 3 } }, token with { ExpiresAt = Start.AddHours(2) }, Ct));
        Assert.True(await Store.RevokeTokenAsync("tok_1.2", Start, Ct));
        Assert.False(await Store.RevokeTokenAsync("tok_1.2", Start, Ct));

        var found = Store.Tokens().ToDictionary(one => one.Id, StringComparer.Ordinal);
        Assert.Equal(["bert"], found["tok_1"].Sellers);
        Assert.Equal([1, 2], found["tok_1"].Hash.ToArray());
        Assert.Equal((Start.AddHours(2), Start.AddHours(1), null), (found["tok_1"].ExpiresAt, found["tok_1"].LastUsedAt, found["tok_1"].RevokedAt));
        Assert.Equal(Start, found["tok_1.2"].RevokedAt);

        Assert.True(await Store.ForgetTokensAsync(["tok_1.2", "tok_3"], Ct));
        Assert.False(await Store.ForgetTokensAsync(["tok_1.2"], Ct));
        Assert.Equal("tok_1", Assert.Single(Store.Tokens()).Id);
    }
}
