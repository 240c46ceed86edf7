using StoFlow.Bridge.Storage;

namespace StoFlow.Tests.Bridge;

/// <summary>A real store in which something happens between the reading of a page and its return.</summary>
internal sealed class PausedStore(ICommandStore real, Func<Task> meanwhile) : ICommandStore
{
    public async Task<IReadOnlyList<CommandRow>> PageAsync(CommandQuery query, CancellationToken ct)
    {
        var page = await real.PageAsync(query, ct);
        await meanwhile();
        return page;
    }

    public Task<CommandRow?> InsertAsync(CommandRow row, CancellationToken ct) => real.InsertAsync(row, ct);

    public Task MarkSentAsync(string id, string browser, DateTimeOffset at) => real.MarkSentAsync(id, browser, at);

    public Task EndAsync(CommandEnd end) => real.EndAsync(end);

    public Task<bool> SettleAsync(CommandEnd end, string browser) => real.SettleAsync(end, browser);

    public Task<CommandRow?> FindAsync(string id, CancellationToken ct) => real.FindAsync(id, ct);

    public Task<CommandRow?> FindByKeyAsync(string seller, string owner, string key, CancellationToken ct) => real.FindByKeyAsync(seller, owner, key, ct);

    public Task<IReadOnlyList<CommandRow>> UnendedAsync(CancellationToken ct) => real.UnendedAsync(ct);

    public Task<string?> LastIdAsync(CancellationToken ct) => real.LastIdAsync(ct);

    public Task RetireSellerAsync(string seller, string name, CancellationToken ct) => real.RetireSellerAsync(seller, name, ct);

    public Task<int> ForgetAsync(DateTimeOffset before, int keep, CancellationToken ct) => real.ForgetAsync(before, keep, ct);
}
