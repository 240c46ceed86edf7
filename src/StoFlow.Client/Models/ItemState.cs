namespace StoFlow.Client;

/// <summary>What an item is, by its flags. Never guessed from an item's absence in a list.</summary>
public enum ItemState
{
    /// <summary>The answer lacks the flags that would tell.</summary>
    Unknown,

    /// <summary>For sale.</summary>
    OnSale,

    /// <summary>A draft, seen by its owner only.</summary>
    Draft,

    /// <summary>Deleted.</summary>
    Deleted,

    /// <summary>Sold, or closed without a reason given.</summary>
    Sold,

    /// <summary>Reserved for a buyer.</summary>
    Reserved,

    /// <summary>Hidden by its owner.</summary>
    Hidden,

    /// <summary>Not shown to buyers yet: the site is looking at it.</summary>
    UnderReview,
}
