using System.CommandLine;
using StoFlow.Cli.Items;
using StoFlow.Cli.Json;
using StoFlow.Cli.Settings;

namespace StoFlow.Cli.Verbs.Items;

internal sealed class ItemsShowVerb : Verb
{
    private readonly Argument<long> _id;

    public ItemsShowVerb(ToolHost host)
        : base(host, "show", "Shows one item in full.", "stoflow items show 7000000001", "stoflow items show 7000000001 --json") =>
        _id = ItemId();

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var item = await (await call.ShopAsync(cancel)).Items.GetAsync(call.Value(_id), cancel);
        call.Screen.Json(item, CliJson.Relaxed.ItemDetail);
        ItemSheet.Show(call.Screen, item);
        return ExitCodes.Done;
    }
}
