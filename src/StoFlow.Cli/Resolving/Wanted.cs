using StoFlow.Client;

namespace StoFlow.Cli.Resolving;

/// <summary>What a write was to bring about, as the person remembers it.</summary>
internal sealed record Wanted(ItemChanges? Changes, bool? Hidden, NewItem? Item);
