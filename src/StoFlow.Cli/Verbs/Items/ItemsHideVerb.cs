using System.CommandLine;
using System.Globalization;
using StoFlow.Cli.Json;
using StoFlow.Cli.Settings;

namespace StoFlow.Cli.Verbs.Items;

internal sealed class ItemsHideVerb : Verb
{
    private readonly Argument<long> _id;

    public ItemsHideVerb(ToolHost host)
        : base(host, "hide", "Hides an item from buyers.", "stoflow items hide 7000000001") => _id = ItemId();

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var id = call.Value(_id);
        await (await call.ShopAsync(cancel)).Items.HideAsync(id, cancel: cancel);
        call.Screen.Line(string.Create(CultureInfo.InvariantCulture, $"Item {id} is hidden. Back: stoflow items show-again {id}"));
        call.Screen.Json(new Done(id.ToString(CultureInfo.InvariantCulture)), CliJson.Relaxed.Done);
        return ExitCodes.Done;
    }
}
