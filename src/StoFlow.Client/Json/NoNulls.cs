namespace StoFlow.Client;

/// <summary>A list without the entries that are null in an answer: nothing is said of them, and nobody who goes through the list looks out for them.</summary>
internal static class NoNulls
{
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T>? list)
        where T : class
        => list?.Contains(null!) == true ? [.. list.Where(entry => entry is not null)] : list!;
}
