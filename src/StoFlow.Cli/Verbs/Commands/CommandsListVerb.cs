using System.CommandLine;
using System.CommandLine.Parsing;
using StoFlow.Cli.Screens;
using StoFlow.Cli.Settings;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Cli.Verbs.Commands;

internal sealed class CommandsListVerb : Verb
{
    private readonly Option<CommandState?> _state;
    private readonly Option<int> _limit;
    private readonly Option<string?> _after;

    public CommandsListVerb(ToolHost host)
        : base(host, "list", "Lists commands, newest first.", "stoflow commands list --seller anna", "stoflow commands list --state unknown --json")
    {
        _state = Option<CommandState?>("--state", $"Only those in this state: {States}.", "state");
        _state.CustomParser = ReadState;
        _limit = Whole("--limit", "Most commands to list.", 50, "count");
        _after = Option<string?>("--after", "Goes on where a list before ended (its last line says how).", "cursor");
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var page = await call.Bridge.ListCommandsAsync(call.Seller, call.Value(_state), call.Value(_after), call.Value(_limit), cancel);
        call.Screen.Json(page, ProtocolJson.Relaxed.CommandPage);
        call.Screen.Table(["id", "made", "seller", "site", "action", "state", "code"], page.Commands.Select(Row));
        if (page.Next is { } next) call.Screen.Note($"More: stoflow commands list --after {next}");
        return ExitCodes.Done;
    }

    private static string States => string.Join(", ", CommandStates.Words);

    private static CommandState? ReadState(ArgumentResult result)
    {
        var typed = result.Tokens[0].Value;
        if (CommandStates.Read(typed) is { } state) return state;
        result.AddError($"--state: one of {States} is due, not '{typed}'.");
        return null;
    }

    private static IReadOnlyList<string> Row(CommandView command) =>
    [
        command.Id, When.Text(command.CreatedAt), command.Seller, command.Site, command.Write ? $"{command.Action} (write)" : command.Action,
        command.State.Word(), command.Code ?? "",
    ];
}
