namespace StoFlow.Cli.Verbs.Browsers;

internal sealed class BrowsersVerb(ToolHost host) : VerbGroup(
    "browsers",
    "The paired browsers.",
    new BrowsersListVerb(host),
    new BrowsersRenameVerb(host),
    new BrowsersRevokeVerb(host));
