using StoFlow.Client;

namespace StoFlow.Cli.Sync;

/// <summary>One item in a sync file.</summary>
/// <param name="State">What the item is, by its flags (docs of <see cref="ItemState"/>).</param>
/// <param name="Item">As the seller's list shows it, with every field the site gave.</param>
/// <param name="Detail">In full, with <c>--details</c>.</param>
internal sealed record SyncLine(long Id, DateTimeOffset ReadAt, string State, Item Item, ItemDetail? Detail = null);
