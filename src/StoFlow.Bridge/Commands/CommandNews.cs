using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Storage;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Commands;

/// <summary>Tells everybody who wants to know what becomes of a command: event readers, the audit list, the metrics.</summary>
internal sealed partial class CommandNews(EventHub events, AuditLog audit, Diagnostics diagnostics, DriftBook drift, ILogger<CommandNews> log)
{
    /// <summary>False while what becomes of another command could not be written down; see <see cref="AuditLog.IsFull"/>.</summary>
    public bool HasRoom => !audit.IsFull;

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
        foreach (var note in outcome.Answer?.Drift ?? []) drift.Note(command.Site, note);
        events.Publish(command);
        Note(command.Head, command.Subject, outcome);
    }

    /// <summary>The unknown end of a write that only its record remembers is known now.</summary>
    public void Settled(CommandRow row, CommandOutcome outcome)
    {
        events.Publish(row.Head, outcome.State, row.Browser, outcome.Code);
        Note(row.Head, AuditWords.Command(row.Head.Id, row.Head.Action, []), outcome);
    }

    /// <summary>Something went wrong where nobody waits.</summary>
    public void Report(LiveCommand command, Exception problem) => LogLost(log, problem, command.Id);

    private void Note(CommandHead head, string subject, CommandOutcome outcome)
    {
        diagnostics.CommandEnded(head.Action, outcome.State.Word(), outcome.Code, outcome.At - head.CreatedAt);
        audit.Record(new AuditDraft(
            AuditWords.Backend(head.Backend), AuditWords.CommandEnded, head.Seller, subject,
            outcome.Answer?.Status is { } status ? $"{outcome.State.Word()} {status}" : outcome.Code ?? outcome.State.Word()));
    }

    [LoggerMessage(1, LogLevel.Error, "The command {Id} could not be ended at its deadline")]
    private static partial void LogLost(ILogger logger, Exception problem, string id);
}
