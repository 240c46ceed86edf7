namespace StoFlow.Cli.Sync;

/// <summary>Counts what a sync comes to while the items pass by.</summary>
/// <param name="before">The items of the file as it was.</param>
internal sealed class SyncTally(IReadOnlyDictionary<long, SyncFace> before)
{
    private readonly HashSet<long> _gone = [.. before.Keys];
    private int _added;
    private int _changed;

    public int Items { get; private set; }

    public int Details { get; set; }

    public int Reused { get; set; }

    public void See(SyncLine line)
    {
        Items++;
        _gone.Remove(line.Id);
        if (!before.TryGetValue(line.Id, out var old)) _added++;
        else if (old != SyncFace.Of(line)) _changed++;
    }

    public SyncReport Report(string file) => new(file, Items, _added, _changed, _gone.Count, Details, Reused);
}
