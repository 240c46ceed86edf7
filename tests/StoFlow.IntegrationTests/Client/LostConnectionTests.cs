using StoFlow.Client;
using StoFlow.IntegrationTests.Bridge;
using StoFlow.Protocol.Http;
using StoFlow.Sandbox;

namespace StoFlow.IntegrationTests.Client;

public sealed class LostConnectionTests
{
    [Fact]
    public async Task A_bridge_that_dies_after_the_write_is_asked_again_by_the_same_key()
    {
        await using var shop = await ShopFixture.OpenAsync();
        shop.Bridge.DropAnswers = 3;
        var made = await shop.Client.CreateProductAsync(ItemsTests.New(TestPhotos.Jpeg()), cancellationToken: ShopFixture.Cancel);
        Assert.Equal((long)Assert.Single(await shop.LedgerAsync("item_created"))["item_id"]!, made.Id);
        Assert.Single(await shop.LedgerAsync("photo_uploaded"));
        Assert.Equal(2, shop.Bridge.Keys.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(5, shop.Bridge.Keys.Count);
    }

    [Theory]
    [InlineData(200, 0)]
    [InlineData(400_000, 1)]
    public async Task Only_large_photos_go_beside_the_command(int size, int uploads)
    {
        await using var shop = await ShopFixture.OpenAsync();
        await shop.Client.UploadPhotoAsync(TestPhotos.Jpeg(pictureBytes: size), cancellationToken: ShopFixture.Cancel);
        Assert.Equal(uploads, shop.Bridge.UploadsUsed);
    }

    [Fact]
    public async Task A_bridge_restarted_during_a_write_gives_its_outcome_afterwards_and_runs_it_once()
    {
        var cancel = ShopFixture.Cancel;
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Items = 3 }, cancel);
        using var visitor = await SiteVisitor.SignInAsync(sandbox.ControlUrl, sandbox.SitePort, sandbox.SiteCertificateDer, null, cancel);
        await using var bridge = await TestBridge.StartAsync();
        var plugin = bridge.Plugin(await bridge.PairAsync());
        var runs = 0;
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        plugin.Site = async (asked, _) =>
        {
            if (asked.Request.Method is not "GET")
            {
                runs++;
                begun.TrySetResult();
                await goOn.Task;
            }

            return await visitor.SendAsync(new RequestBody(asked.Request.Url, asked.Request.Method, asked.Request.Headers, asked.Request.Body), _ => []);
        };
        await plugin.ConnectAsync(bridge.Url, cancel);
        await bridge.ReadyAsync(plugin);

        // The bridge comes back on another port here, so the client's address is led to where it is now.
        using var follow = new FollowHandler(() => bridge.Url);
        var token = await File.ReadAllTextAsync(bridge.Host.AdminTokenFile, cancel);
        using var client = new VintedProxyClient("http://localhost:1", token, new VintedClientOptions
        {
            Seller = TestBridge.Seller,
            Site = "www.vinted.fr",
            WriteTimeout = TimeSpan.FromSeconds(60),
            Bridge = new BridgeClientOptions { Handler = follow },
        });
        var item = (await client.GetAllProductsAsync(await UserIdAsync(visitor), filter: ItemFilter.Active, cancellationToken: cancel).ToListAsync(cancel))[0];
        var hiding = client.Items.HideAsync(item.Id, cancel: cancel);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(10), cancel);
        await bridge.RestartAsync();
        goOn.SetResult();
        await plugin.ConnectAsync(bridge.Url, cancel);
        await hiding.WaitAsync(TimeSpan.FromSeconds(40), cancel);
        Assert.Equal(1, runs);
        Assert.Equal(ItemState.Hidden, (await client.GetAllProductsAsync(await UserIdAsync(visitor), cancellationToken: cancel).ToListAsync(cancel)).Single(one => one.Id == item.Id).State);
    }

    private static async Task<long> UserIdAsync(SiteVisitor visitor) => (await visitor.UserDataAsync()).GetProperty("user_id").GetInt64();

    private sealed class FollowHandler(Func<Uri> now) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(now(), request.RequestUri!.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
