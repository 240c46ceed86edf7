namespace StoFlow.Client;

/// <summary>An item's state from its flags.</summary>
internal static class ItemStates
{
    public static ItemState Of(bool? draft, bool? closed, string? action, bool? reserved, bool? hidden, bool? processing, string? alert)
    {
        if (draft == true) return ItemState.Draft;
        if (closed == true) return action switch
        {
            "deleted" => ItemState.Deleted,
            "sold" or null or "" => ItemState.Sold,
            _ => ItemState.Unknown,
        };
        if (reserved == true) return ItemState.Reserved;
        if (hidden == true) return ItemState.Hidden;
        if (processing == true || alert is "under_review" or "delayed_publication" or "manual_delayed_publication") return ItemState.UnderReview;

        // "For sale" is said only when the flags that would say otherwise are there and say no.
        return draft is null || closed is null || hidden is null ? ItemState.Unknown : ItemState.OnSale;
    }

    public static bool Passes(this ItemFilter filter, ItemState state) => filter switch
    {
        ItemFilter.All => true,
        ItemFilter.Active => state is ItemState.OnSale or ItemState.Reserved or ItemState.UnderReview,
        ItemFilter.Drafts => state == ItemState.Draft,
        ItemFilter.Sold => state == ItemState.Sold,
        ItemFilter.Hidden => state == ItemState.Hidden,
        _ => throw new ArgumentOutOfRangeException(nameof(filter)),
    };
}
