namespace StoFlow.Cli.Verbs.Commands;

internal sealed class CommandsVerb(ToolHost host) : VerbGroup(
    "commands",
    "What back ends asked for, and what came of it.",
    new CommandsListVerb(host),
    new CommandsShowVerb(host),
    new CommandsCancelVerb(host),
    new CommandsResolveVerb(host));
