using StoFlow.Sandbox;
using Xunit;

namespace StoFlow.IntegrationTests.SandboxTests;

/// <summary>A sandbox of its own for each test, with a signed-in seller where one is wanted.</summary>
public abstract class SandboxTest : IAsyncLifetime
{
    private readonly List<Shopper> _shoppers = [];

    internal SandboxServer Sandbox { get; private set; } = null!;

    internal ControlClient Control { get; private set; } = null!;

    protected virtual SandboxOptions Options => new() { Items = 40 };

    public async ValueTask InitializeAsync()
    {
        Sandbox = await SandboxServer.StartAsync(Options, TestContext.Current.CancellationToken);
        Control = new ControlClient(Sandbox);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var shopper in _shoppers) shopper.Dispose();
        Control.Dispose();
        await Sandbox.DisposeAsync();
    }

    internal Shopper Visitor(string host = "www.vinted.fr")
    {
        var shopper = new Shopper(Sandbox, host);
        _shoppers.Add(shopper);
        return shopper;
    }

    internal Task<Shopper> Seller() => Visitor().SignIn();
}
