namespace StoFlow.Client;

/// <summary>One dynamic attribute of an item.</summary>
/// <param name="Code">Such as <c>material</c>, <c>size</c>, <c>condition</c>.</param>
/// <param name="Ids">The chosen options' ids.</param>
public sealed record ItemAttribute(string Code, IReadOnlyList<long> Ids)
{
    /// <summary>Such as <c>material</c>, <c>size</c>, <c>condition</c>; empty where an answer does not say.</summary>
    public string Code { get => field ?? ""; init; } = Code;

    /// <summary>The chosen options' ids; none where an answer does not say.</summary>
    public IReadOnlyList<long> Ids { get => field ?? []; init; } = Ids;
}
