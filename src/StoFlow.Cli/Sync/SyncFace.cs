using StoFlow.Client;

namespace StoFlow.Cli.Sync;

/// <summary>What the list shows of an item itself; views and favourites move all the time.</summary>
internal sealed record SyncFace(string Title, Money Price, string State)
{
    public static SyncFace Of(SyncLine line) => new(line.Item.Title, line.Item.Price, line.State);
}
