using System.CommandLine;
using StoFlow.Cli.Screens;
using StoFlow.Cli.Settings;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Cli.Verbs;

internal sealed class PairVerb : Verb
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly Option<bool> _wait;

    public PairVerb(ToolHost host)
        : base(
            host,
            "pair",
            "Makes a pairing code for a seller, to be typed in the plugin of the seller's browser.",
            "stoflow pair --seller anna --wait",
            "stoflow pair --seller anna --json") =>
        _wait = Option<bool>("--wait", "Stays until the browser is paired or the code has run out (then exit code 1). With --json: a line now, another when paired.");

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var seller = call.Seller ?? throw new UsageException("For whom? Add --seller NAME; an unknown seller is made.");
        var pairing = await call.Admin.CreatePairingAsync(seller, cancel);
        var screen = call.Screen;
        screen.Line();
        screen.Line($"    {string.Join(' ', pairing.Code.ToCharArray())}");
        screen.Line();
        screen.Line($"Code {pairing.Code} for seller {pairing.Seller}, good once, until {When.Text(pairing.ExpiresAt)}.");
        screen.Line($"In the seller's browser: open the StoFlow plugin, bridge address {call.Bridge.Address.ToString().TrimEnd('/')}, type the code, say yes.");
        screen.Json(pairing, ProtocolJson.Relaxed.PairingView);
        if (!call.Value(_wait)) return ExitCodes.Done;

        pairing = await WaitAsync(call, pairing, cancel);
        if (pairing.Status is not "paired") throw new ToolException("The code ran out unused. Make a new one with the same command.");
        screen.Json(pairing, ProtocolJson.Relaxed.PairingView);
        screen.Line($"Paired: browser {pairing.Browser}.");
        return ExitCodes.Done;
    }

    // Asks again and again rather than holding a stream: it goes on through a restart of the bridge.
    private static async Task<PairingView> WaitAsync(Call call, PairingView pairing, CancellationToken cancel)
    {
        var clock = call.Host.Time;
        while (pairing.Status is "waiting" && clock.GetUtcNow() < pairing.ExpiresAt)
        {
            var left = pairing.ExpiresAt - clock.GetUtcNow();
            call.Screen.Progress($"Waiting for the browser … {(int)left.TotalMinutes}:{left.Seconds:00} left, Ctrl-C ends the waiting");
            await Task.Delay(Pause, clock, cancel);
            pairing = await call.Admin.GetPairingAsync(pairing.PairingId, cancel);
        }

        return pairing;
    }
}
