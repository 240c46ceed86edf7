namespace StoFlow.Client;

/// <summary>What is known of an item that may have been made.</summary>
/// <param name="StartedAt">When the create began, by this machine's clock.</param>
/// <param name="PhotoIds">The photos uploaded for it.</param>
internal sealed record MadeItem(string Title, string Description, decimal Price, bool Draft, DateTimeOffset StartedAt, IReadOnlyList<long> PhotoIds);
