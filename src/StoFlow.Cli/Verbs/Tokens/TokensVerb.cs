namespace StoFlow.Cli.Verbs.Tokens;

internal sealed class TokensVerb(ToolHost host) : VerbGroup(
    "tokens",
    "What back ends show at the bridge's door.",
    new TokensListVerb(host),
    new TokensCreateVerb(host),
    new TokensRotateVerb(host),
    new TokensRevokeVerb(host));
