using System.CommandLine;
using StoFlow.Cli.Verbs.Browsers;
using StoFlow.Cli.Verbs.Commands;
using StoFlow.Cli.Verbs.Items;
using StoFlow.Cli.Verbs.Prices;
using StoFlow.Cli.Verbs.Sellers;
using StoFlow.Cli.Verbs.Tokens;

namespace StoFlow.Cli.Verbs;

/// <summary>Every verb, in the order of the help.</summary>
internal static class AllVerbs
{
    public static IReadOnlyList<Command> Make(ToolHost host) =>
    [
        new ServeVerb(host),
        new PairVerb(host),
        new SellersVerb(host),
        new BrowsersVerb(host),
        new TokensVerb(host),
        new WhoamiVerb(host),
        new ItemsVerb(host),
        new PhotosVerb(host),
        new SyncVerb(host),
        new ExportVerb(host),
        new PricesVerb(host),
        new CommandsVerb(host),
        new ExecuteVerb(host),
        new DoctorVerb(host),
        new SandboxVerb(host),
    ];
}
