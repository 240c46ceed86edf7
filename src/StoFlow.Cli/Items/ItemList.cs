namespace StoFlow.Cli.Items;

/// <summary>Items as <c>--json</c> gives them.</summary>
/// <param name="Complete">False when --limit cut the list off.</param>
internal sealed record ItemList(IReadOnlyList<ItemRow> Items, int Count, bool Complete);
