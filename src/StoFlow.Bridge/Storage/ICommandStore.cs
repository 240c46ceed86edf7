namespace StoFlow.Bridge.Storage;

/// <summary>The records of writes. Every task completes when its change is durable; <c>storage_unavailable</c> means that nothing was recorded.</summary>
internal interface ICommandStore
{
    /// <summary>Records a new write; null, or the record that already has the same seller, owner and key.</summary>
    Task<CommandRow?> InsertAsync(CommandRow row, CancellationToken ct);

    /// <summary>Records that a write is about to leave for a browser.</summary>
    Task MarkSentAsync(string id, string browser, DateTimeOffset at);

    /// <summary>Records the end of a write that had none.</summary>
    Task EndAsync(CommandEnd end);

    /// <summary>Replaces an unknown end by a known one; false when it was not unknown, or left for another browser.</summary>
    Task<bool> SettleAsync(CommandEnd end, string browser);

    /// <summary>The record of an id.</summary>
    Task<CommandRow?> FindAsync(string id, CancellationToken ct);

    /// <summary>The record of an idempotency key.</summary>
    Task<CommandRow?> FindByKeyAsync(string seller, string owner, string key, CancellationToken ct);

    /// <summary>A page of records, without requests.</summary>
    Task<IReadOnlyList<CommandRow>> PageAsync(CommandQuery query, CancellationToken ct);

    /// <summary>All that have not ended, oldest first.</summary>
    Task<IReadOnlyList<CommandRow>> UnendedAsync(CancellationToken ct);

    /// <summary>The greatest id; null when there is no record.</summary>
    Task<string?> LastIdAsync(CancellationToken ct);

    /// <summary>A seller is gone: its records go on under another name, and their keys are free.</summary>
    Task RetireSellerAsync(string seller, string name, CancellationToken ct);

    /// <summary>Forgets what ended before a time, and the oldest beyond a number; how many.</summary>
    Task<int> ForgetAsync(DateTimeOffset before, int keep, CancellationToken ct);
}
