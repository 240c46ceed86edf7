namespace StoFlow.Cli.Verbs.Items;

internal sealed class ItemsVerb(ToolHost host) : VerbGroup(
    "items",
    "The seller's items.",
    new ItemsListVerb(host),
    new ItemsShowVerb(host),
    new ItemsCreateVerb(host),
    new ItemsUpdateVerb(host),
    new ItemsDeleteVerb(host),
    new ItemsHideVerb(host),
    new ItemsShowAgainVerb(host));
