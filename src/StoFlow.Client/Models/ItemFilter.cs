namespace StoFlow.Client;

/// <summary>Which of the seller's items to list.</summary>
public enum ItemFilter
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>For sale, reserved and under review: neither draft, hidden, sold nor deleted.</summary>
    Active,

    /// <summary>Drafts.</summary>
    Drafts,

    /// <summary>Sold.</summary>
    Sold,

    /// <summary>Hidden.</summary>
    Hidden,
}
