using System.CommandLine;
using StoFlow.Cli.Items;
using StoFlow.Cli.Json;
using StoFlow.Cli.Settings;

namespace StoFlow.Cli.Verbs.Items;

internal sealed class ItemsUpdateVerb : Verb
{
    private readonly Argument<long> _id;
    private readonly ChangeOptions _changes;
    private readonly Option<string?> _key;

    public ItemsUpdateVerb(ToolHost host)
        : base(
            host,
            "update",
            "Changes an item; what is not named stays as it is.",
            "stoflow items update 7000000001 --price 24.90",
            "stoflow items update 7000000001 --title \"Jean droit\" --description @text.txt")
    {
        _id = ItemId();
        _changes = new ChangeOptions(this);
        _key = Option<string?>("--idempotency-key", "Same key and same change: done once.", "key");
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var changes = _changes.Read(call) ?? throw new UsageException($"Nothing to change: give {ChangeOptions.Names}.");
        var item = await (await call.ShopAsync(cancel)).Items.UpdateAsync(call.Value(_id), changes, call.Value(_key), cancel);
        call.Screen.Json(item, CliJson.Relaxed.ItemDetail);
        ItemSheet.Show(call.Screen, item);
        return ExitCodes.Done;
    }
}
