namespace StoFlow.Sandbox.Shop;

/// <summary>One size with the title the list shows.</summary>
internal sealed record ItemSize(int Id, string Title);
