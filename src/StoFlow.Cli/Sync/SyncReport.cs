namespace StoFlow.Cli.Sync;

/// <summary>What a sync came to; <c>--json</c> gives it.</summary>
/// <param name="Added">Not in the file before.</param>
/// <param name="Changed">In the file before, with another title, price or state.</param>
/// <param name="Gone">In the file before and not in the shop's list any more; that does not say sold.</param>
/// <param name="Reused">Details that an interrupted run had read already.</param>
internal sealed record SyncReport(string File, int Items, int Added, int Changed, int Gone, int Details, int Reused)
{
    public static SyncReport Of(string file, IReadOnlyDictionary<long, SyncLine> before, IReadOnlyCollection<SyncLine> now, int reused)
    {
        var there = now.Select(line => line.Id).ToHashSet();
        return new SyncReport(
            file,
            now.Count,
            now.Count(line => !before.ContainsKey(line.Id)),
            now.Count(line => before.TryGetValue(line.Id, out var old) && !SameFace(old, line)),
            before.Keys.Count(id => !there.Contains(id)),
            now.Count(line => line.Detail is not null),
            reused);
    }

    /// <summary>Nothing that the list shows of the item itself differs; views and favourites move all the time.</summary>
    public static bool SameFace(SyncLine one, SyncLine other) =>
        string.Equals(one.Item.Title, other.Item.Title, StringComparison.Ordinal)
        && one.Item.Price == other.Item.Price
        && string.Equals(one.State, other.State, StringComparison.Ordinal);
}
