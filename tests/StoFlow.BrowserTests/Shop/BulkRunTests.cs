using System.Collections.Concurrent;
using System.Globalization;
using StoFlow.Client;
using StoFlow.Harness.Browsers;
using StoFlow.Harness.House;
using StoFlow.Protocol;

namespace StoFlow.BrowserTests.Shop;

/// <summary>A mass change through a real browser, with everything in its way that a site and a night can bring; the back end only goes on where it stopped.</summary>
[Trait("Category", "long")]
public sealed class BulkRunTests
{
    private const int Changes = 500;
    private const int AtOnce = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(BrowserKind.Firefox)]
    [InlineData(BrowserKind.Chromium)]
    public async Task Five_hundred_prices_change_once_each_whatever_comes_between(string browser)
    {
        await using var house = await SellersHouse.StartAsync(
            new HouseOptions { Browser = browser, Items = 900, Serve = ["--pace", "off", "--setting", "pace.back_off_ms=1000"] }, ct: Ct);
        var items = (await house.Control.ItemsAsync(ct: Ct)).Where(item => item.State == "active").Take(Changes).ToList();
        Assert.Equal(Changes, items.Count);
        var before = await house.Control.LedgerEndAsync(Ct);
        using var run = new Run(house, items);

        run.Start(Ct);
        await run.AtAsync(60, () => house.Control.FaultAsync("rate_limit", method: "PUT", retryAfterS: 2, ct: Ct));
        await run.AtAsync(120, () => house.Control.FaultAsync("rate_limit", method: "PUT", ct: Ct));
        await run.AtAsync(180, () => house.Control.FaultAsync("expire_session", method: "PUT", ct: Ct));
        await run.AtAsync(250, () => house.Control.PostAsync("control/faults", new { kind = "challenge_json", method = "PUT", sticky = true }, Ct));
        await run.SettleAsPersonAsync();
        await run.AtAsync(380, () => house.Bridge.RestartAsync(Ct));
        await run.Changing.WaitAsync(Patience, Ct);

        var ledger = await house.Control.LedgerAsync(before, Ct);
        var changed = ledger.Where(line => line.Effect == "item_updated").ToList();
        Assert.Equal(items.Select(item => item.Id).Order(), changed.Select(line => line.ItemId!.Value).Order());
        Assert.All(changed, line => Assert.Equal(Run.PriceOf(items.Single(item => item.Id == line.ItemId)), line.Price!.Value.GetDecimal()));
        foreach (var reason in (string[])["rate_limit", "challenge_json"]) Assert.Contains(ledger, line => line.Reason == reason);
        Assert.Single(ledger, line => line.Effect == "session_refreshed");
    }

    /// <summary>The back end's program, and the person at the browser.</summary>
    private sealed class Run(SellersHouse house, IReadOnlyList<ShopItem> items) : IDisposable
    {
        private readonly ConcurrentDictionary<long, int> _tries = new();
        private readonly SemaphoreSlim _settled = new(0);
        private int _done;
        private int _stopped;

        public static decimal PriceOf(ShopItem item) => item.Price + 1.11m;

        /// <summary>All changes; faulted when the back end met what it does not expect.</summary>
        public Task Changing { get; private set; } = Task.CompletedTask;

        public void Start(CancellationToken ct) => Changing = ChangeAllAsync(ct);

        /// <summary>When so many are through, this goes wrong.</summary>
        public async Task AtAsync(int done, Func<Task> trouble)
        {
            await UntilAsync(() => Volatile.Read(ref _done) >= done, $"{done} changes");
            await trouble();
        }

        /// <summary>Waits until everything stands still, proves that it does, settles the check on the site and says so in the popup.</summary>
        public async Task SettleAsPersonAsync()
        {
            await UntilAsync(() => Volatile.Read(ref _stopped) == AtOnce, "every caller has been told to stop");
            var popup = await house.Seller.Browser.OpenAsync(house.Seller.Browser.ExtensionPageUrl("popup.html"), Ct);
            await popup.WaitForAsync("document.querySelector('.settle')", ct: Ct);
            Assert.Equal("paused", Assert.Single(await house.Admin.Administration.ListLanesAsync(Ct)).State);
            using var another = house.Client();
            var refused = await Assert.ThrowsAsync<PersonNeededException>(() => another.GetUserDataAsync(Ct));
            Assert.Equal(ErrorCode.Challenge, refused.Code);
            var requests = await house.Control.RequestsAsync(Ct);
            Assert.Equal((1, 0, 0), (Count(requests, "challenges_served"), Count(requests, "after_challenge_late"), Count(requests, "pages_after_challenge")));

            await house.Control.PostAsync("control/challenge/solve", new { }, Ct);
            await popup.ClickAsync(".settle", Ct);
            await popup.WaitForAsync("!document.querySelector('.settle')", ct: Ct);
            await popup.CloseAsync(Ct);
            _settled.Release(AtOnce);
        }

        public void Dispose() => _settled.Dispose();

        private async Task ChangeAllAsync(CancellationToken ct)
        {
            using var client = house.Client(options => options with { Timeout = Patience });
            await Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (item, token) =>
            {
                while (!await TryAsync(client, item, token)) _tries.AddOrUpdate(item.Id, 1, (_, before) => before + 1);
                Interlocked.Increment(ref _done);
            });
        }

        private Task UntilAsync(Func<bool> condition, string what) => Until.TrueAsync(
            () =>
            {
                if (Changing.Exception is { } fault) throw new InvalidOperationException("The back end met what it does not expect.", fault);
                return Task.FromResult(condition());
            },
            Patience,
            what);

        private async Task<bool> TryAsync(VintedProxyClient client, ShopItem item, CancellationToken ct)
        {
            // A new key for each try: a key that was refused stays refused.
            var key = string.Create(CultureInfo.InvariantCulture, $"bulk-{item.Id}-{_tries.GetValueOrDefault(item.Id)}");
            try
            {
                await client.Items.SetPriceAsync(item.Id, PriceOf(item), key, ct);
                return true;
            }
            catch (PersonNeededException)
            {
                Interlocked.Increment(ref _stopped);
                await _settled.WaitAsync(ct);
                return false;
            }
            catch (StoFlowException limit) when (limit.HttpStatus == 429 || limit.Until is not null)
            {
                // It passes by itself, for the caller who met it and for those whom the lane tells.
                await Task.Delay(limit.RetryAfter ?? TimeSpan.FromMilliseconds(200), ct);
                return false;
            }
        }

        private static int Count(System.Text.Json.JsonElement requests, string name) => requests.GetProperty(name).GetInt32();
    }
}
