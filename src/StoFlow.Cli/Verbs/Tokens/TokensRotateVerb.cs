using System.CommandLine;
using StoFlow.Cli.Settings;

namespace StoFlow.Cli.Verbs.Tokens;

internal sealed class TokensRotateVerb : Verb
{
    private readonly Argument<string> _id;

    public TokensRotateVerb(ToolHost host)
        : base(host, "rotate", "Makes a successor of a token; the old one goes on for a short while, so that nothing stops.", "stoflow tokens rotate ID") =>
        _id = Argument<string>("id", "The token's id (stoflow tokens list).");

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        NewToken.Show(call.Screen, await call.Admin.RotateTokenAsync(call.Value(_id), cancel));
        return ExitCodes.Done;
    }
}
