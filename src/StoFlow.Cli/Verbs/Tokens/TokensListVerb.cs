using StoFlow.Cli.Screens;
using StoFlow.Cli.Settings;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Cli.Verbs.Tokens;

internal sealed class TokensListVerb(ToolHost host)
    : Verb(host, "list", "Lists the tokens; never their secrets.", "stoflow tokens list")
{
    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var list = new TokenList(await call.Admin.ListTokensAsync(cancel));
        call.Screen.Json(list, ProtocolJson.Relaxed.TokenList);
        call.Screen.Table(["id", "name", "scope", "sellers", "made", "expires", "last used", "revoked"], list.Tokens.Select(token => (IReadOnlyList<string>)
        [
            token.Id, token.Name, token.Scope, string.Join(",", token.Sellers), When.Text(token.CreatedAt), When.Text(token.ExpiresAt),
            When.Text(token.LastUsedAt), When.Text(token.RevokedAt),
        ]));
        return ExitCodes.Done;
    }
}
