using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Commands;

/// <summary>A command that passed every check and is not accepted yet.</summary>
/// <param name="Action">One of <c>CommandAction.All</c>.</param>
/// <param name="Browser">The browser that the caller named.</param>
/// <param name="Site">The host of its lane; null when only a browser can tell, empty when it touches none.</param>
/// <param name="Requests">Null for actions without.</param>
internal sealed record CommandDraft(
    string Action,
    string Seller,
    string? Browser,
    string? Site,
    TimeSpan Timeout,
    bool IsWrite,
    IReadOnlyList<SiteRequest>? Requests)
{
    /// <summary>Which seller of that name it is for; see <c>SellerBook.Since</c>.</summary>
    public DateTimeOffset SellerSince { get; init; }

    /// <summary>Signalled when the token that asks for it ends.</summary>
    public CancellationToken ShutOut { get; init; }

    /// <summary>Of all that makes it this command and no other; not of its deadline. Made when a key asks for it.</summary>
    public byte[] BodyHash => field ??= Commands.BodyHash.Of(Action, Seller, Browser, Site, Requests);
}
