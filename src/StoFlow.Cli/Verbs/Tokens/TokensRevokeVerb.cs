using System.CommandLine;
using StoFlow.Cli.Json;
using StoFlow.Cli.Settings;

namespace StoFlow.Cli.Verbs.Tokens;

internal sealed class TokensRevokeVerb : Verb
{
    private readonly Argument<string> _id;
    private readonly Option<bool> _yes;

    public TokensRevokeVerb(ToolHost host)
        : base(host, "revoke", "Ends a token at once.", "stoflow tokens revoke ID --yes")
    {
        _id = Argument<string>("id", "The token's id (stoflow tokens list).");
        _yes = Option<bool>("--yes", "Do not ask.");
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var id = call.Value(_id);
        await call.Screen.ConfirmAsync($"End token {id}? Back ends that use it are refused from then on.", call.Value(_yes), cancel);
        await call.Admin.RevokeTokenAsync(id, cancel);
        call.Screen.Line($"Token {id} is revoked.");
        call.Screen.Json(new Done(id), CliJson.Relaxed.Done);
        return ExitCodes.Done;
    }
}
