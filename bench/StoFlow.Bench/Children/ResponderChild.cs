using System.CommandLine;
using StoFlow.Bench.Browsers;

namespace StoFlow.Bench.Children;

/// <summary>Whoever answers at the other end of the sockets: the browsers of a bridge, or the one peer of the relay.</summary>
internal static class ResponderChild
{
    public const string Name = "responder";

    public static Command Make()
    {
        var url = new Argument<Uri>("url") { CustomParser = result => new Uri(result.Tokens[0].Value) };
        var tokenFile = new Option<string?>("--token-file");
        var browsers = new Option<int>("--browsers");
        var command = new Command(Name, "Answers commands, for the other verbs.") { url, tokenFile, browsers };
        command.Hidden = true;
        command.SetAction((parse, ct) => RunAsync(parse.GetValue(url)!, parse.GetValue(tokenFile), parse.GetValue(browsers), ct));
        return command;
    }

    private static async Task<int> RunAsync(Uri url, string? tokenFile, int browsers, CancellationToken ct)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await using var fleet = new Fleet(ending.Token);
        if (tokenFile is null) await fleet.JoinRelayAsync(url, browsers);
        else await fleet.JoinBridgeAsync(url, (await File.ReadAllTextAsync(tokenFile, ct)).Trim(), browsers);
        await ChildLoop.RunAsync(new ChildReady());
        await ending.CancelAsync();
        return 0;
    }
}
