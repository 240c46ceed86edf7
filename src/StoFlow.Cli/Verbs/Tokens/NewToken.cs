using StoFlow.Cli.Screens;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Cli.Verbs.Tokens;

/// <summary>Shows a secret for the only time.</summary>
internal static class NewToken
{
    public static void Show(Screen screen, TokenCreated made)
    {
        var until = made.View.ExpiresAt is { } end ? $"until {When.Text(end)}" : "until it is revoked";
        screen.Json(made, ProtocolJson.Relaxed.TokenCreated);

        // With --json the secret is on stdout and nowhere else: stderr often ends in a log.
        if (!screen.IsJson) screen.Line(made.Token);
        screen.Note($"Token {made.View.Name} ({made.View.Id}), {made.View.Scope}, for {string.Join(", ", made.View.Sellers)}, {until}.");
        screen.Note("The secret is shown this once; keep it where the back end keeps its secrets.");
    }
}
