using System.CommandLine;
using System.Text.Json;
using StoFlow.Cli.Screens;
using StoFlow.Cli.Settings;
using StoFlow.Protocol;

namespace StoFlow.Cli.Verbs.Commands;

internal sealed class CommandsShowVerb : Verb
{
    private readonly Argument<string> _id;
    private readonly Option<TimeSpan?> _wait;

    public CommandsShowVerb(ToolHost host)
        : base(host, "show", "Shows one command and its outcome.", "stoflow commands show ID", "stoflow commands show ID --wait 30s --json")
    {
        _id = Argument<string>("id", "The command's id.");
        _wait = Duration("--wait", "Waits up to so long (at most 60s) for its end.");
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var command = await call.Bridge.GetCommandAsync(call.Value(_id), call.Value(_wait), cancel);
        var screen = call.Screen;
        screen.Json(command, ProtocolJson.Relaxed.CommandView);
        screen.Line($"{command.Id}  {command.State.Word()}  {command.Action}{(command.Write ? " (write)" : "")}");
        screen.Line($"seller {command.Seller}, site {command.Site}, asked by {command.Backend}");
        screen.Line($"made {When.Text(command.CreatedAt)}, sent {When.Text(command.SentAt)}, ended {When.Text(command.EndedAt)}, deadline {When.Text(command.Deadline)}");
        if (command.Code is not null) screen.Line($"{command.Code}: {command.Detail}");
        if (command.SettledBy is not null) screen.Line($"It was unknown at first; the {command.SettledBy} settled it.");
        if (!screen.IsJson && command.Outcome is { } outcome) screen.Line(JsonSerializer.Serialize(outcome, IndentedJson.Context.ExecuteAnswer));
        return ExitCodes.Done;
    }
}
