using System.Globalization;
using StoFlow.Cli.Screens;
using StoFlow.Cli.Settings;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Cli.Verbs.Sellers;

internal sealed class SellersListVerb(ToolHost host)
    : Verb(host, "list", "Lists the sellers.", "stoflow sellers list", "stoflow sellers list --json")
{
    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var list = new SellerList(await call.Admin.ListSellersAsync(cancel));
        call.Screen.Json(list, ProtocolJson.Relaxed.SellerList);
        if (list.Sellers.Count == 0) call.Screen.Note("No seller yet. Add one by pairing a browser: stoflow pair --seller NAME");
        else
            call.Screen.Table(["seller", "browsers", "since"], list.Sellers.Select(seller => (IReadOnlyList<string>)
                [seller.Name, seller.Browsers.ToString(CultureInfo.InvariantCulture), When.Text(seller.CreatedAt)]));
        return ExitCodes.Done;
    }
}
