using System.CommandLine;
using StoFlow.Cli.Settings;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Cli.Verbs.Tokens;

internal sealed class TokensCreateVerb : Verb
{
    private readonly Option<string> _name;
    private readonly Option<string> _scope;
    private readonly Option<string[]> _sellers;
    private readonly Option<TimeSpan?> _expires;

    public TokensCreateVerb(ToolHost host)
        : base(
            host,
            "create",
            "Makes a token for a back end. Its secret is shown this once.",
            "stoflow tokens create --name shop-api --scope write --seller anna --expires 90d",
            "stoflow tokens create --name statistics --scope read --seller anna --seller paul",
            "stoflow tokens create --name operator --scope admin --seller '*'")
    {
        _name = Option<string>("--name", "Which back end it is for; sellers see this name.", "name");
        _scope = Option("--scope", "read, write or admin; each holds the ones before it.", "read", "scope");
        _sellers = Option<string[]>("--seller", "Whom it may act for; may be repeated; '*' for all.", "name");
        _expires = Duration("--expires", "How long it holds, such as 30d. Left out, until it is revoked.");
        _name.Required = true;
        _sellers.Required = true;
        _scope.AcceptOnlyFromAmong("read", "write", "admin");
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var expires = call.Value(_expires) is { } time ? (long?)Math.Max(1, (long)time.TotalSeconds) : null;
        var made = await call.Admin.CreateTokenAsync(
            new TokenRequest(call.Value(_name)!, call.Value(_scope)!, call.Value(_sellers)!, expires), cancel);
        NewToken.Show(call.Screen, made);
        return ExitCodes.Done;
    }
}
