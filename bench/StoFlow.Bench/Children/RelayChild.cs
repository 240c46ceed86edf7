using System.CommandLine;
using StoFlow.Bench.Relays;

namespace StoFlow.Bench.Children;

/// <summary>The bare relay.</summary>
internal static class RelayChild
{
    public const string Name = "relay";

    public static Command Make()
    {
        var folder = new Argument<string>("folder");
        var command = new Command(Name, "The bare relay, for the other verbs.") { folder };
        command.Hidden = true;
        command.SetAction((parse, ct) => RunAsync(parse.GetValue(folder)!, ct));
        return command;
    }

    private static async Task<int> RunAsync(string folder, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        await using var relay = await Relay.StartAsync(folder, ct);
        await ChildLoop.RunAsync(new ChildReady(relay.Url), folder);
        return 0;
    }
}
