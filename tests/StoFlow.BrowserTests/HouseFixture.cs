using StoFlow.Harness.Browsers;
using StoFlow.Harness.House;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace StoFlow.BrowserTests;

/// <summary>One house for all tests of a collection: a browser takes seconds to start, and two cores carry one at a time.</summary>
public abstract class HouseFixture(string browser) : IAsyncLifetime
{
    /// <summary>The running house.</summary>
    public SellersHouse House { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() =>
        House = await SellersHouse.StartAsync(new HouseOptions { Browser = browser }, ct: TestContext.Current.CancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return House?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}

/// <summary>A house with Firefox.</summary>
[CollectionDefinition]
public sealed class FirefoxHouse() : HouseFixture(BrowserKind.Firefox), ICollectionFixture<FirefoxHouse>;

/// <summary>A house with Chromium.</summary>
[CollectionDefinition]
public sealed class ChromiumHouse() : HouseFixture(BrowserKind.Chromium), ICollectionFixture<ChromiumHouse>;
