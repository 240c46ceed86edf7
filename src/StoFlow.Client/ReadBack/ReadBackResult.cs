namespace StoFlow.Client;

/// <summary>What a look at the site shows about a write whose end was unknown.</summary>
/// <param name="Answer">The verdict.</param>
/// <param name="Why">What it rests on, for a person.</param>
/// <param name="ItemId">The item that is, or may be, the result of the write.</param>
/// <param name="Item">That item in full, when it was read.</param>
public sealed record ReadBackResult(ReadBackAnswer Answer, string Why, long? ItemId = null, ItemDetail? Item = null)
{
    /// <summary>The photo that is the result of the write, when it was one and is the only one of its upload.</summary>
    public long? PhotoId { get; init; }

    internal static ReadBackResult Yes(string why, long? itemId = null, ItemDetail? item = null) => new(ReadBackAnswer.Happened, why, itemId, item);

    internal static ReadBackResult No(string why) => new(ReadBackAnswer.DidNotHappen, why);

    internal static ReadBackResult Open(string why, long? itemId = null) => new(ReadBackAnswer.StillUnknown, why, itemId);
}
