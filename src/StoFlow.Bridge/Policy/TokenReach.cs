using System.Text.Json;
using StoFlow.Bridge.Storage;

namespace StoFlow.Bridge.Policy;

/// <summary>Whom a token that is there already may act for, on disk.</summary>
internal sealed class TokenReach(SqliteWriter writer)
{
    public Task NarrowAsync(string id, IReadOnlyList<string> sellers, CancellationToken ct) => writer.WriteAsync(
        db => db.Run("UPDATE tokens SET sellers = $2 WHERE id = $1", id, JsonSerializer.Serialize(sellers, IdentityJson.Default.IReadOnlyListString)), ct);
}
