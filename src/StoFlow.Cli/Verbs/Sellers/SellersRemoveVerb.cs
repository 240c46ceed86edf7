using System.CommandLine;
using StoFlow.Cli.Json;
using StoFlow.Cli.Settings;

namespace StoFlow.Cli.Verbs.Sellers;

internal sealed class SellersRemoveVerb : Verb
{
    private readonly Argument<string> _name;
    private readonly Option<bool> _yes;

    public SellersRemoveVerb(ToolHost host)
        : base(host, "remove", "Removes a seller with all its pairings; its browsers are cut off at once.", "stoflow sellers remove anna --yes")
    {
        _name = Argument<string>("name", "The seller.");
        _yes = Option<bool>("--yes", "Do not ask.");
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var name = call.Value(_name);
        await call.Screen.ConfirmAsync($"Remove seller {name} and cut off all its browsers?", call.Value(_yes), cancel);
        await call.Admin.DeleteSellerAsync(name, cancel);
        call.Screen.Line($"Seller {name} removed.");
        call.Screen.Json(new Done(name), CliJson.Relaxed.Done);
        return ExitCodes.Done;
    }
}
