using System.CommandLine;
using StoFlow.Cli.Json;
using StoFlow.Cli.Settings;

namespace StoFlow.Cli.Verbs.Browsers;

internal sealed class BrowsersRevokeVerb : Verb
{
    private readonly Argument<string> _id;
    private readonly Option<bool> _yes;

    public BrowsersRevokeVerb(ToolHost host)
        : base(host, "revoke", "Ends a pairing: the browser is cut off at once and for good.", "stoflow browsers revoke ID --yes")
    {
        _id = Argument<string>("id", "The browser's id (stoflow browsers list).");
        _yes = Option<bool>("--yes", "Do not ask.");
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var id = call.Value(_id);
        await call.Screen.ConfirmAsync($"Cut off browser {id} for good?", call.Value(_yes), cancel);
        await call.Admin.RevokeBrowserAsync(id, cancel);
        call.Screen.Line($"Browser {id} is cut off. To use it again, pair it anew.");
        call.Screen.Json(new Done(id), CliJson.Relaxed.Done);
        return ExitCodes.Done;
    }
}
