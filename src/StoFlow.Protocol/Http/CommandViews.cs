namespace StoFlow.Protocol.Http;

/// <summary>A command was made durable (a write) or queued (a read).</summary>
/// <param name="Position">How many are before it in its lane; 0 is next or already on its way.</param>
public sealed record CommandAccepted(string Id, CommandState State, int Position);

/// <summary>One command as its seller's back ends see it.</summary>
/// <param name="Outcome">Present when the site answered.</param>
/// <param name="Code">Why the site did not answer.</param>
/// <param name="SettledBy">An outcome that was unknown and is known now: <c>journal</c>.</param>
public sealed record CommandView(
    string Id,
    CommandState State,
    string Seller,
    string Site,
    string Action,
    bool Write,
    string Backend,
    DateTimeOffset CreatedAt,
    DateTimeOffset Deadline,
    string? Browser = null,
    int? Position = null,
    DateTimeOffset? SentAt = null,
    DateTimeOffset? EndedAt = null,
    string? IdempotencyKey = null,
    string? Code = null,
    string? Detail = null,
    string? SettledBy = null,
    ExecuteAnswer? Outcome = null);

/// <summary>A page of commands, newest first; <c>next</c> goes into <c>after</c>.</summary>
public sealed record CommandPage(IReadOnlyList<CommandView> Commands, string? Next = null);

/// <summary>One server-sent event.</summary>
/// <param name="Kind"><c>command</c>, <c>browser</c> or <c>lane</c>.</param>
public sealed record CommandEvent(
    string Kind,
    DateTimeOffset At,
    string Seller,
    string? CommandId = null,
    CommandState? State = null,
    string? Browser = null,
    bool? Online = null,
    string? Site = null,
    string? LaneState = null,
    string? Code = null);
