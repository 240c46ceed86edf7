using StoFlow.Bridge.Ops;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Commands;

/// <summary>Tells everybody who wants to know what becomes of a command: event readers, the audit list, the metrics.</summary>
internal sealed partial class CommandNews(EventHub events, AuditLog audit, Diagnostics diagnostics, DriftBook drift, ILogger<CommandNews> log)
{
    /// <summary>It was accepted.</summary>
    public void Accepted(LiveCommand command)
    {
        diagnostics.CommandAccepted(command.Head.Action);
        events.Publish(command);
    }

    /// <summary>It left, began, or waits again.</summary>
    public void Changed(LiveCommand command) => events.Publish(command);

    /// <summary>It ended, or its unknown end is known now.</summary>
    public void Ended(LiveCommand command, CommandOutcome outcome)
    {
        diagnostics.CommandEnded(command.Head.Action, Word(outcome.State), outcome.Code, outcome.At - command.Head.CreatedAt);
        foreach (var note in outcome.Answer?.Drift ?? []) drift.Note(command.Site, note);
        events.Publish(command);
        _ = audit.RecordAsync(
            new AuditDraft(
                $"token:{command.Head.Backend}", AuditWords.CommandEnded, command.Seller, command.Subject,
                outcome.Answer?.Status is { } status ? $"{Word(outcome.State)} {status}" : outcome.Code ?? Word(outcome.State)),
            CancellationToken.None).AsTask();
    }

    /// <summary>Something went wrong where nobody waits.</summary>
    public void Report(LiveCommand command, Exception problem) => LogLost(log, problem, command.Id);

    private static string Word(CommandState state) => state switch
    {
        CommandState.Done => "done",
        CommandState.Failed => "failed",
        CommandState.Cancelled => "cancelled",
        CommandState.Expired => "expired",
        _ => "unknown",
    };

    [LoggerMessage(1, LogLevel.Error, "The command {Id} could not be ended at its deadline")]
    private static partial void LogLost(ILogger logger, Exception problem, string id);
}
