namespace StoFlow.Sandbox.Ledger;

/// <summary>The effect words of the ledger.</summary>
internal static class Effects
{
    public const string ItemCreated = "item_created";
    public const string ItemUpdated = "item_updated";
    public const string ItemDeleted = "item_deleted";
    public const string ItemHidden = "item_hidden";
    public const string ItemShown = "item_shown";
    public const string ItemSold = "item_sold";
    public const string DraftCreated = "draft_created";
    public const string DraftUpdated = "draft_updated";
    public const string DraftPublished = "draft_published";
    public const string DraftDeleted = "draft_deleted";
    public const string PhotoUploaded = "photo_uploaded";
    public const string SignedIn = "signed_in";
    public const string SignedOut = "signed_out";
    public const string SessionRefreshed = "session_refreshed";
    public const string HolidayEnded = "holiday_ended";
    public const string Refused = "refused";
    public const string None = "none";

    public static readonly string[] All =
    [
        ItemCreated, ItemUpdated, ItemDeleted, ItemHidden, ItemShown, ItemSold, DraftCreated, DraftUpdated, DraftPublished, DraftDeleted,
        PhotoUploaded, SignedIn, SignedOut, SessionRefreshed, HolidayEnded, Refused, None,
    ];
}
