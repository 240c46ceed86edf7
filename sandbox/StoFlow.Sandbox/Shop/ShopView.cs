namespace StoFlow.Sandbox.Shop;

/// <summary>Which items of a shop a reader may see.</summary>
internal enum ShopView
{
    /// <summary>The owner without a filter: everything.</summary>
    Owner,

    /// <summary>The owner, <c>cond=active</c>: all but drafts.</summary>
    NoDrafts,

    /// <summary>The owner, <c>cond=drafts</c>.</summary>
    Drafts,

    /// <summary>A visitor: no drafts, nothing hidden or sold.</summary>
    Visitor,
}
