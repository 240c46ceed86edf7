using StoFlow.Client;

namespace StoFlow.Tests.Client;

/// <summary>A client that is disposed while its calls are under way.</summary>
public sealed class DisposalTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_write_that_was_under_way_is_of_unknown_outcome(bool readBack)
    {
        using var stuck = new StuckBridge();
        var client = Client(stuck, readBack);
        var write = client.DeleteProductAsync(1, cancellationToken: Cancel);
        await stuck.Reached.WaitAsync(Cancel);
        client.Dispose();
        var unknown = await Assert.ThrowsAsync<OutcomeUnknownException>(() => write.WaitAsync(TimeSpan.FromSeconds(20), Cancel));
        Assert.Contains("disposed", unknown.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_read_that_was_under_way_says_so_and_not_that_time_ran_out()
    {
        using var stuck = new StuckBridge();
        var client = Client(stuck, readBack: true);
        var list = client.GetAllProductsAsync(7, cancellationToken: Cancel).ToListAsync(Cancel).AsTask();
        await stuck.Reached.WaitAsync(Cancel);
        client.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => list.WaitAsync(TimeSpan.FromSeconds(20), Cancel));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.GetUserDataAsync(Cancel));
    }

    private static VintedProxyClient Client(StuckBridge stuck, bool readBack)
        => new("http://localhost:8000", "secret-token", new VintedClientOptions { Site = "www.vinted.fr", ReadBack = readBack, Bridge = new BridgeClientOptions { Handler = stuck } });

    private sealed class StuckBridge : HttpMessageHandler
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _reached.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException();
        }
    }
}
