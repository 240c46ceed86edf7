using System.CommandLine;
using System.Globalization;
using StoFlow.Cli.Json;
using StoFlow.Cli.Settings;

namespace StoFlow.Cli.Verbs.Items;

internal sealed class ItemsDeleteVerb : Verb
{
    private readonly Argument<long> _id;
    private readonly Option<bool> _yes;
    private readonly Option<bool> _draft;

    public ItemsDeleteVerb(ToolHost host)
        : base(host, "delete", "Deletes an item for good.", "stoflow items delete 7000000001 --yes", "stoflow items delete 7000000001 --draft --yes")
    {
        _id = ItemId();
        _draft = Option<bool>("--draft", "It is a draft.");
        _yes = Option<bool>("--yes", "Do not ask.");
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var id = call.Value(_id);
        var text = id.ToString(CultureInfo.InvariantCulture);
        await call.Screen.ConfirmAsync($"Delete item {text} for good?", call.Value(_yes), cancel);
        var deleted = call.Value(_draft)
            ? await (await call.ShopAsync(cancel)).Drafts.DeleteAsync(id, cancel: cancel)
            : await (await call.ShopAsync(cancel)).Items.DeleteAsync(id, cancel: cancel);
        call.Screen.Line(deleted ? $"Item {text} is deleted." : $"There is no item {text} any more.");
        call.Screen.Json(new Done(text), CliJson.Relaxed.Done);
        return ExitCodes.Done;
    }
}
