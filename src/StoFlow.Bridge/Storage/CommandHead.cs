namespace StoFlow.Bridge.Storage;

/// <summary>What never changes about a command.</summary>
/// <param name="Id">Sorts by time; not guessable.</param>
/// <param name="Backend">The asking token's name, for the seller's own list.</param>
/// <param name="Owner">The asking token's id: idempotency keys are its own.</param>
/// <param name="BodyHash">Of what was asked, to tell a repeat from another command under the same key.</param>
internal sealed record CommandHead(
    string Id,
    string Seller,
    string Site,
    string Action,
    string Backend,
    string Owner,
    string? Key,
    ReadOnlyMemory<byte> BodyHash,
    string? AskedBrowser,
    DateTimeOffset CreatedAt,
    DateTimeOffset Deadline);
