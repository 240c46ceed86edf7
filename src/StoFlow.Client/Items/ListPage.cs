namespace StoFlow.Client;

/// <summary>One page as the site gave it.</summary>
/// <param name="Entries">Made from the answer as they are asked for.</param>
/// <param name="Count">How many entries.</param>
/// <param name="TotalEntries">Of the whole list, as the site says.</param>
/// <param name="TotalPages">Of the whole list, as the site says.</param>
internal sealed record ListPage<T>(IEnumerable<T> Entries, int Count, int TotalEntries, int TotalPages)
{
    public bool IsLast(int page) => Count == 0 || page >= TotalPages;
}
