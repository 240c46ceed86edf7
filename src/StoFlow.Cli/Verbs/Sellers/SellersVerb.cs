namespace StoFlow.Cli.Verbs.Sellers;

internal sealed class SellersVerb(ToolHost host) : VerbGroup(
    "sellers",
    "The owners of marketplace accounts that this bridge knows.",
    new SellersListVerb(host),
    new SellersAddVerb(host),
    new SellersRemoveVerb(host));
