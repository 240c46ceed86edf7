using System.Text.Json;
using StoFlow.Bridge.Storage;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Commands;

/// <summary>Makes outcomes: from a browser's word, from a deadline, from a cancellation.</summary>
internal static class Ending
{
    /// <summary>What a browser's result comes to.</summary>
    /// <param name="head">The command.</param>
    /// <param name="isWrite">It may have changed something.</param>
    /// <param name="begun">The browser had said that it began: then it cannot have expired.</param>
    /// <param name="asked">How many requests it has; null when that is not known any more.</param>
    public static CommandOutcome Of(CommandHead head, bool isWrite, bool begun, int? asked, CommandResult result, DateTimeOffset now)
    {
        var answer = Answer(head, result, now);
        var code = PluginCode.Fit(result.Code);
        return result.Outcome switch
        {
            "done" => Done(head, isWrite, asked, answer, now),
            "failed" => new CommandOutcome(CommandState.Failed, now, code ?? ErrorCode.Internal, result.Detail ?? "The plugin gives no reason.", Part(answer)),
            "cancelled" => Cancelled(now),
            "expired" when !begun => Expired(now),
            "expired" when !isWrite => TimedOut(now),
            _ when isWrite => new CommandOutcome(CommandState.Unknown, now, ErrorCode.OutcomeUnknown, result.Detail ?? UnknownDetail, Part(answer)),
            _ => new CommandOutcome(CommandState.Failed, now, code ?? ErrorCode.Timeout, result.Detail ?? "The read did not come to its end.", Part(answer)),
        };
    }

    /// <summary>Its deadline has passed, and the browser has not said how it ended.</summary>
    public static CommandOutcome AtDeadline(LiveCommand command, DateTimeOffset now) => command switch
    {
        { State: CommandState.Queued } => Expired(now),
        { IsWrite: true } => new CommandOutcome(CommandState.Unknown, now, ErrorCode.OutcomeUnknown, UnknownDetail),
        _ => TimedOut(now),
    };

    public static CommandOutcome Cancelled(DateTimeOffset now) =>
        new(CommandState.Cancelled, now, ErrorCode.Cancelled, "It was cancelled before it changed anything.");

    /// <summary>The part of the record that an end fills.</summary>
    public static CommandEnd Record(string id, CommandOutcome outcome) => new(
        id, outcome.State, outcome.At, outcome.Code, outcome.Detail, outcome.AnswerJson, outcome.SettledBy);

    private const string UnknownDetail =
        "The write was sent, and how it ended is not known. Look at the shop before you repeat it; the command's state settles when the browser comes back.";

    private static CommandOutcome Expired(DateTimeOffset now) =>
        new(CommandState.Expired, now, ErrorCode.Expired, "Its deadline passed before it began: nothing was changed, and it is safe to send again.");

    private static CommandOutcome TimedOut(DateTimeOffset now) =>
        new(CommandState.Failed, now, ErrorCode.Timeout, "The read took longer than its deadline; it is safe to send again.");

    private static CommandOutcome Done(CommandHead head, bool isWrite, int? asked, ExecuteAnswer answer, DateTimeOffset now)
    {
        // Each request of several has its answer; with one missing, nobody knows whose the others are.
        if (head.Action is CommandAction.Batch or CommandAction.Sequential && asked is { } due && answer.Results?.Count != due)
            return NoAnswer(isWrite, now, Part(answer));
        if (head.Action is not (CommandAction.Request or CommandAction.GetUserData)) return new CommandOutcome(CommandState.Done, now, Answer: answer);
        // One request that the site never answered is no answer at all.
        return answer switch
        {
            { Status: > 0 } => new CommandOutcome(CommandState.Done, now, Answer: answer),
            { Code: ErrorCode.OutcomeUnknown } => new CommandOutcome(CommandState.Unknown, now, answer.Code, answer.Error ?? UnknownDetail),
            { Code: { } code } => new CommandOutcome(CommandState.Failed, now, PluginCode.Fit(code), answer.Error ?? "The plugin gives no reason."),
            _ => NoAnswer(isWrite, now, null),
        };
    }

    // Neither an answer nor a reason: no plugin of ours says that, and a write may have run.
    private static CommandOutcome NoAnswer(bool isWrite, DateTimeOffset now, ExecuteAnswer? part) => isWrite
        ? new CommandOutcome(CommandState.Unknown, now, ErrorCode.OutcomeUnknown, UnknownDetail, part)
        : new CommandOutcome(CommandState.Failed, now, ErrorCode.Network, "The browser handed over no answer of the site; it is safe to send again.", part);

    private static ExecuteAnswer Answer(CommandHead head, CommandResult said, DateTimeOffset now)
    {
        var result = said with { Results = WithoutCookies(said.Results) };
        var duration = (int)Math.Clamp((now - head.CreatedAt).TotalMilliseconds, 0, int.MaxValue);
        var plain = new ExecuteAnswer(
            result.Outcome == "done", head.Id, duration, Error: result.Detail, Code: result.Code, Results: result.Results, Data: result.Data);
        return head.Action switch
        {
            CommandAction.Ping => plain with { Data = WithRoundTrip(result.Data, duration) },
            CommandAction.GetUserData when plain.Success && result.Data is not null => plain with { Status = 200, StatusText = "OK" },
            CommandAction.Request or CommandAction.GetUserData when result.Results is [{ } one] => plain with
            {
                Success = plain.Success && one.Success,
                Status = one.Status,
                StatusText = one.StatusText,
                Headers = one.Headers,
                Data = one.Data,
                Error = one.Error ?? result.Detail,
                Code = one.Code ?? result.Code,
                Results = null,
            },
            CommandAction.Batch or CommandAction.Sequential => plain with
            {
                Success = plain.Success && result.Results is { } results && results.All(response => response.Success),
                Results = result.Results ?? [],
            },
            _ => plain,
        };
    }

    // No plugin of ours hands one over; cookies stay in the browser all the same.
    private static IReadOnlyList<SiteResponse>? WithoutCookies(IReadOnlyList<SiteResponse>? results)
    {
        if (results is null || !results.Any(response => response.Headers.Keys.Any(IsCookie))) return results;
        return
        [
            .. results.Select(response => response with
            {
                Headers = response.Headers.Where(header => !IsCookie(header.Key)).ToDictionary(StringComparer.Ordinal),
            }),
        ];
    }

    private static bool IsCookie(string header) => header.StartsWith("set-cookie", StringComparison.OrdinalIgnoreCase);

    // Only what the site did answer is worth keeping with a failure.
    private static ExecuteAnswer? Part(ExecuteAnswer answer) =>
        answer.Results is { Count: > 0 } || answer.Status > 0 ? answer with { Success = false } : null;

    private static JsonElement WithRoundTrip(JsonElement? data, int duration)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            if (data is { ValueKind: JsonValueKind.Object } known)
                foreach (var field in known.EnumerateObject()) field.WriteTo(json);
            json.WriteNumber("round_trip_ms", duration);
            json.WriteEndObject();
        }

        return JsonElement.Parse(text.ToArray());
    }
}
