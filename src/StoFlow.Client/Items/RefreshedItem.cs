namespace StoFlow.Client;

/// <summary>One item read anew.</summary>
/// <param name="ItemId">The item asked for.</param>
/// <param name="Item">The item; null when it could not be read.</param>
/// <param name="Error">Why it could not be read; null when it could.</param>
public sealed record RefreshedItem(long ItemId, ItemDetail? Item, StoFlowException? Error);
