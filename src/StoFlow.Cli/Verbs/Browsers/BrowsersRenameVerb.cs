using System.CommandLine;
using StoFlow.Cli.Json;
using StoFlow.Cli.Settings;

namespace StoFlow.Cli.Verbs.Browsers;

internal sealed class BrowsersRenameVerb : Verb
{
    private readonly Argument<string> _id;
    private readonly Argument<string> _name;

    public BrowsersRenameVerb(ToolHost host)
        : base(host, "rename", "Gives a browser another name in lists.", "stoflow browsers rename ID \"Studio laptop\"")
    {
        _id = Argument<string>("id", "The browser's id (stoflow browsers list).");
        _name = Argument<string>("name", "Its new name.");
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var (id, name) = (call.Value(_id), call.Value(_name));
        await call.Admin.RenameBrowserAsync(id, name, cancel);
        call.Screen.Line($"Browser {id} is now called {name}.");
        call.Screen.Json(new Done(id), CliJson.Relaxed.Done);
        return ExitCodes.Done;
    }
}
