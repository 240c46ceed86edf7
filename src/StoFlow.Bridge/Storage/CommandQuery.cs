using StoFlow.Protocol;

namespace StoFlow.Bridge.Storage;

/// <summary>A page of records, newest first.</summary>
/// <param name="Sellers">Whose; null for all.</param>
/// <param name="After">The last id of the page before.</param>
internal sealed record CommandQuery(IReadOnlyList<string>? Sellers, CommandState? State, string? After, int Limit);
