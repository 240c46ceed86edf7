using System.Text.Json;
using StoFlow.Bridge.Storage;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Commands;

/// <summary>Outcomes and records as callers see them.</summary>
internal static class CommandAnswers
{
    /// <summary>The answer of <c>execute</c>: what the site said, or the problem.</summary>
    /// <param name="id">The command.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="repeat">The call repeats an earlier one: what ended without an answer stays so, and the caller hears why.</param>
    /// <param name="pausedUntil">When its lane goes on by itself, if it stands still and that is known.</param>
    /// <exception cref="BridgeException">The site did not answer.</exception>
    public static byte[] Execute(string id, CommandOutcome outcome, bool repeat, DateTimeOffset? pausedUntil)
    {
        if (outcome is { State: CommandState.Done, AnswerJson: { } answer }) return answer;
        var (code, detail) = outcome switch
        {
            { State: CommandState.Expired } when repeat => (ErrorCode.Expired, "The command of this Idempotency-Key expired before it began. Send it again with a new key."),
            { State: CommandState.Expired } => (ErrorCode.Timeout, outcome.Detail),
            { State: CommandState.Failed or CommandState.Cancelled } when repeat =>
                (CodeOf(outcome), $"{outcome.Detail} That is how the command of this Idempotency-Key ended; to try again, use a new key.".TrimStart()),
            _ => (CodeOf(outcome), outcome.Detail),
        };
        var until = code == ErrorCode.LanePaused ? pausedUntil : null;
        throw new BridgeException(code, detail ?? "The plugin gives no reason.", commandId: id)
        {
            Until = until,
            RetryAfter = until - outcome.At,
            Results = outcome.Answer?.Results,
        };
    }

    private static string CodeOf(CommandOutcome outcome) => outcome.Code == ErrorCode.RateLimited ? ErrorCode.LanePaused : outcome.Code ?? ErrorCode.Internal;

    /// <summary>The outcome of a record that has ended; null when it has not.</summary>
    public static CommandOutcome? Outcome(CommandRow row) => row.EndedAt is { } at
        ? new CommandOutcome(
            row.State, at, row.Code, row.Detail,
            row.Answer is null ? null : JsonSerializer.Deserialize(row.Answer, ProtocolJson.Relaxed.ExecuteAnswer), row.SettledBy)
        : null;

    /// <summary>A command in memory.</summary>
    public static CommandView View(LiveCommand command, bool withOutcome = true)
    {
        var (state, outcome) = command.Shown;
        return View(
            command.Head, command.IsWrite, state, command.Browser, command.SentAt, outcome, withOutcome,
            state == CommandState.Queued ? command.Lane.PositionOf(command) : null);
    }

    /// <summary>A record of a write.</summary>
    public static CommandView View(CommandRow row, bool withOutcome = true) => View(
        row.Head, isWrite: true, row.State, row.Browser, row.SentAt, Outcome(row), withOutcome, position: null);

    private static CommandView View(
        CommandHead head, bool isWrite, CommandState state, string? browser, DateTimeOffset? sentAt, CommandOutcome? outcome, bool withOutcome, int? position) => new(
        head.Id, state, head.Seller, head.Site, head.Action, isWrite, head.Backend, head.CreatedAt, head.Deadline,
        state == CommandState.Queued ? null : browser, position, state == CommandState.Queued ? null : sentAt, outcome?.At, head.Key,
        outcome?.Code, outcome?.Detail, outcome?.SettledBy, withOutcome ? outcome?.Answer : null);
}
