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

    [Fact]
    public async Task One_of_two_clients_on_one_connection_ends_its_own_calls_and_not_the_others()
    {
        using var stuck = new StuckBridge();
        using var http = new HttpClient(stuck, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        var options = new VintedClientOptions { Site = "www.vinted.fr", ReadBack = false, Bridge = new BridgeClientOptions { HttpClient = http } };
        var client = new VintedProxyClient("http://localhost:8000", "secret-token", options);
        using var other = new VintedProxyClient("http://localhost:8000", "secret-token", options);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var write = client.DeleteProductAsync(1, cancellationToken: Cancel);
        var read = client.Items.GetAsync(1, Cancel);
        var others = other.Items.GetAsync(1, enough.Token);
        await stuck.Reached.WaitAsync(Cancel);

        client.Dispose();

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => write.WaitAsync(TimeSpan.FromSeconds(20), Cancel));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => read.WaitAsync(TimeSpan.FromSeconds(20), Cancel));
        Assert.False(others.IsCompleted);
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => others.WaitAsync(TimeSpan.FromSeconds(20), Cancel));
    }

    [Fact]
    public async Task Events_end_with_the_client()
    {
        var pipe = new System.IO.Pipelines.Pipe();
        using var played = new PlayedBridge().Then(() => new HttpResponseMessage(System.Net.HttpStatusCode.OK)
        {
            Content = new StreamContent(pipe.Reader.AsStream()),
            Headers = { { "Last-Event-ID", "r-0" } },
        });
        var client = played.Client();
        await using var events = client.Bridge.EventsAsync(cancel: Cancel).GetAsyncEnumerator(Cancel);
        await pipe.Writer.WriteAsync("id: r-1\nevent: lane\ndata: {\"kind\":\"lane\",\"at\":\"2026-01-01T00:00:00Z\",\"seller\":\"a\"}\n\n"u8.ToArray(), Cancel);
        Assert.True(await events.MoveNextAsync());
        var next = events.MoveNextAsync().AsTask();

        client.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => next.WaitAsync(TimeSpan.FromSeconds(20), Cancel));
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
