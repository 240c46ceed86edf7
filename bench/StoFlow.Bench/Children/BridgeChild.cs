using System.CommandLine;
using StoFlow.Bridge;

namespace StoFlow.Bench.Children;

/// <summary>The real bridge with its defaults and the pace off.</summary>
internal static class BridgeChild
{
    public const string Name = "bridge";

    public static Command Make()
    {
        var folder = new Argument<string>("folder");
        var command = new Command(Name, "The bridge, for the other verbs.") { folder };
        command.Hidden = true;
        command.SetAction((parse, ct) => RunAsync(parse.GetValue(folder)!, ct));
        return command;
    }

    private static async Task<int> RunAsync(string folder, CancellationToken ct)
    {
        var options = new BridgeOptions { Urls = ["http://127.0.0.1:0"], DataDirectory = folder, Name = "bench", Pace = PaceOptions.Off };
        await using var bridge = await BridgeHost.StartAsync(options, ct: ct);
        await ChildLoop.RunAsync(new ChildReady(bridge.Url, bridge.AdminTokenFile), folder);
        return 0;
    }
}
