using System.CommandLine;
using System.Globalization;
using StoFlow.Cli.Json;
using StoFlow.Cli.Settings;

namespace StoFlow.Cli.Verbs.Items;

internal sealed class ItemsShowAgainVerb : Verb
{
    private readonly Argument<long> _id;

    public ItemsShowAgainVerb(ToolHost host)
        : base(host, "show-again", "Shows a hidden item to buyers again.", "stoflow items show-again 7000000001") => _id = ItemId();

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var id = call.Value(_id);
        await (await call.ShopAsync(cancel)).Items.ShowAsync(id, cancel: cancel);
        call.Screen.Line(string.Create(CultureInfo.InvariantCulture, $"Item {id} is shown to buyers again."));
        call.Screen.Json(new Done(id.ToString(CultureInfo.InvariantCulture)), CliJson.Relaxed.Done);
        return ExitCodes.Done;
    }
}
