using System.Text.Json;
using StoFlow.Protocol.Http;

namespace StoFlow.Client;

/// <summary>Which photos went up for a create, by the bridge's records of their commands.</summary>
internal sealed class UploadedPhotos(BridgeClient bridge)
{
    private const int MostPages = 20;
    private static readonly TimeSpan Before = TimeSpan.FromHours(1);

    /// <summary>Their ids; empty where the records do not tell.</summary>
    public async Task<IReadOnlyList<long>> ForAsync(CommandView create, CancellationToken cancel)
    {
        if (create.IdempotencyKey is not { } key) return [];
        var prefix = PhotoKey.PrefixOf(key);
        List<long> ids = [];
        var after = create.Id;
        for (var read = 0; read < MostPages && after is not null; read++)
        {
            var page = await bridge.ListCommandsAsync(create.Seller, after: after, limit: 200, cancel: cancel).ConfigureAwait(false);
            foreach (var upload in page.Commands.Where(one => one.IdempotencyKey?.StartsWith(prefix, StringComparison.Ordinal) == true))
                if (IdOf(await bridge.GetCommandAsync(upload.Id, cancel: cancel).ConfigureAwait(false)) is { } id) ids.Add(id);
            after = page.Commands is [.., var oldest] && oldest.CreatedAt > create.CreatedAt - Before ? page.Next : null;
        }

        return ids;
    }

    private static long? IdOf(CommandView upload)
    {
        if (upload.Outcome is not { Success: true, Data: { ValueKind: JsonValueKind.Object } data }) return null;
        return ItemFields.IdOf(data.TryGetProperty("photo", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : data, "id");
    }
}
