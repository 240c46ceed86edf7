namespace StoFlow.IntegrationTests.Bridge;

/// <summary>One bridge with one connected browser for all tests of a class.</summary>
public sealed class BridgeFixture : IAsyncLifetime
{
    public TestBridge Bridge { get; private set; } = null!;

    public Harness.FakePlugins.FakePlugin Plugin { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Bridge = await TestBridge.StartAsync();
        Plugin = await Bridge.ConnectAsync();
    }

    public ValueTask DisposeAsync() => Bridge.DisposeAsync();
}
