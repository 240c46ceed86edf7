using System.CommandLine;
using StoFlow.Cli.Items;
using StoFlow.Cli.Json;
using StoFlow.Cli.Resolving;
using StoFlow.Cli.Settings;
using StoFlow.Client;
using StoFlow.Protocol;

namespace StoFlow.Cli.Verbs.Commands;

internal sealed class CommandsResolveVerb : Verb
{
    private readonly Argument<string> _id;
    private readonly ChangeOptions _changes;
    private readonly Option<bool> _hidden;
    private readonly Option<bool> _shown;
    private readonly Option<string?> _from;

    public CommandsResolveVerb(ToolHost host)
        : base(
            host,
            "resolve",
            "Looks at the site whether a write whose outcome is unknown happened. What was wanted is not in the bridge's record, so it is told here. Exit code 5: still unknown.",
            "stoflow commands resolve ID",
            "stoflow commands resolve ID --price 24.90",
            "stoflow commands resolve ID --hidden",
            "stoflow commands resolve ID --from jean.json")
    {
        _id = Argument<string>("id", "The command's id.");
        _changes = new ChangeOptions(this);
        _hidden = Option<bool>("--hidden", "It was to hide the item.");
        _shown = Option<bool>("--shown", "It was to show the item again.");
        _from = PathOption<string?>("--from", "It was to create the item of this file.");
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var command = await call.Bridge.GetCommandAsync(call.Value(_id), cancel: cancel);
        if (command.State is not CommandState.Unknown)
        {
            var state = command.State.Word();
            call.Screen.Line($"Nothing to look for: command {command.Id} is {state}. Its outcome: stoflow commands show {command.Id}");
            call.Screen.Json(new Resolution(command.Id, state, $"The command is {state}."), CliJson.Relaxed.Resolution);
            return ExitCodes.Done;
        }

        call.Assume(command.Seller, command.Site);
        var wanted = new Wanted(_changes.Read(call), ToBeHidden(call), call.Value(_from) is { } file ? ItemFile.Read(file, []) : null);
        var found = await Resolver.LookAsync(call, command, wanted, cancel);
        var answer = new Resolution(command.Id, Word(found.Answer), found.Why, found.ItemId, found.PhotoId);
        call.Screen.Json(answer, CliJson.Relaxed.Resolution);
        call.Screen.Line($"{answer.Answer.Replace('_', ' ')}: {answer.Why}");
        return found.Answer is ReadBackAnswer.StillUnknown ? ExitCodes.OutcomeUnknown : ExitCodes.Done;
    }

    private bool? ToBeHidden(Call call) => (call.Value(_hidden), call.Value(_shown)) switch
    {
        (true, true) => throw new UsageException("Either --hidden or --shown."),
        (true, _) => true,
        (_, true) => false,
        _ => null,
    };

    private static string Word(ReadBackAnswer answer) => answer switch
    {
        ReadBackAnswer.Happened => "happened",
        ReadBackAnswer.DidNotHappen => "did_not_happen",
        _ => "still_unknown",
    };
}
