namespace StoFlow.Client;

/// <summary>Whose side of the orders.</summary>
public enum OrderKind
{
    /// <summary>What the seller sold.</summary>
    Sold,

    /// <summary>What the seller bought.</summary>
    Purchased,
}
