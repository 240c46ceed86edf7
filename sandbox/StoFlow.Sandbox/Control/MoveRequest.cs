namespace StoFlow.Sandbox.Control;

/// <summary>Body of <c>POST /control/move</c>: the shop changes under a reader's feet.</summary>
/// <remarks>Plain setters: generated JSON code would write over the defaults of <c>init</c> ones.</remarks>
internal sealed record MoveRequest
{
    /// <summary>Whose shop; the first account's when left out.</summary>
    public string? Seller { get; set; }

    /// <summary>New items in front.</summary>
    public int Add { get; set; }

    /// <summary>Items on sale removed from the front.</summary>
    public int Remove { get; set; }

    public long[] RemoveIds { get; set; } = [];

    /// <summary>Items moved from the end to the front.</summary>
    public int ToFront { get; set; }

    public long[] ToFrontIds { get; set; } = [];

    /// <summary>Not now, but just before this page of the shop is next asked for.</summary>
    public int? BeforePage { get; set; }
}
