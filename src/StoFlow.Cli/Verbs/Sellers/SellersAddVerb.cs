using System.CommandLine;
using StoFlow.Cli.Json;
using StoFlow.Cli.Settings;

namespace StoFlow.Cli.Verbs.Sellers;

internal sealed class SellersAddVerb : Verb
{
    private readonly Argument<string> _name;

    public SellersAddVerb(ToolHost host)
        : base(host, "add", "Adds a seller.", "stoflow sellers add anna") =>
        _name = Argument<string>("name", "1 to 64 letters (a to z, A to Z), digits, dots, dashes or underscores.");

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var name = call.Value(_name);
        await call.Admin.CreateSellerAsync(name, cancel);
        call.Screen.Line($"Seller {name} added. Next: stoflow pair --seller {name}");
        call.Screen.Json(new Done(name), CliJson.Relaxed.Done);
        return ExitCodes.Done;
    }
}
