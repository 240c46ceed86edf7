using System.CommandLine;
using StoFlow.Cli.Settings;
using StoFlow.Protocol;

namespace StoFlow.Cli.Verbs.Commands;

internal sealed class CommandsCancelVerb : Verb
{
    private readonly Argument<string> _id;

    public CommandsCancelVerb(ToolHost host)
        : base(host, "cancel", "Cancels what has not begun; a running read is ended, a running write goes on to its end.", "stoflow commands cancel ID") =>
        _id = Argument<string>("id", "The command's id.");

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var id = call.Value(_id);
        await call.Bridge.CancelAsync(id, cancel);
        var command = await call.Bridge.GetCommandAsync(id, TimeSpan.FromSeconds(2), cancel);
        call.Screen.Json(command, ProtocolJson.Relaxed.CommandView);
        if (command.State is CommandState.Cancelled) call.Screen.Line($"Command {id} is cancelled.");
        else call.Screen.Line($"Command {id} was not cancelled: it is {command.State.Word()}.");
        return command.State is CommandState.Cancelled ? ExitCodes.Done : ExitCodes.Failed;
    }
}
