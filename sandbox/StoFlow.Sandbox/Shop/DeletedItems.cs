namespace StoFlow.Sandbox.Shop;

/// <summary>Ids of items that once were, so that "gone" and "never was" can be told apart. Under the marketplace's lock.</summary>
internal sealed class DeletedItems
{
    private const int Limit = 200_000;
    private readonly HashSet<long> _ids = [];

    public void Add(long id)
    {
        if (_ids.Count >= Limit) _ids.Clear();
        _ids.Add(id);
    }

    public bool Contains(long id) => _ids.Contains(id);
}
