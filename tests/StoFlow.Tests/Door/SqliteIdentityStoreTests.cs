using StoFlow.Bridge.Storage;

namespace StoFlow.Tests.Door;

public sealed class SqliteIdentityStoreTests : IdentityStoreContract, IAsyncDisposable
{
    private readonly TempStore _store = new();

    private protected override IIdentityStore Store => _store.Identities;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
