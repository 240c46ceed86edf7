using StoFlow.Protocol.Wire;

namespace StoFlow.Client;

/// <summary>
/// The base of everything that bridge and site can refuse. Where the caller would decide differently there is a subclass;
/// everything else is told apart by <see cref="Code"/> (<c>timeout</c>, <c>rate_limited</c>, <c>queue_full</c>, <c>cancelled</c>, …).
/// </summary>
public class StoFlowException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="code">A constant of <see cref="Protocol.ErrorCode"/> or <see cref="ClientErrorCode"/>.</param>
    /// <param name="detail">What happened and what to do next.</param>
    /// <param name="inner">What led to it, if anything.</param>
    public StoFlowException(string code, string detail, Exception? inner = null)
        : base($"{detail} [{code}]", inner)
    {
        Code = code;
        Detail = detail;
    }

    /// <summary>The reason, as in <c>docs/errors.md</c>.</summary>
    public string Code { get; }

    /// <summary>What happened and what to do next, for a person.</summary>
    public string Detail { get; }

    /// <summary>The field at fault, when it is the caller's.</summary>
    public string? Field { get; init; }

    /// <summary>The command at the bridge, when there is one: <see cref="BridgeClient.GetCommandAsync"/> finds it.</summary>
    public string? CommandId { get; init; }

    /// <summary>The HTTP status of the bridge's answer; for a <see cref="SiteException"/> the site's. Null when there was no answer.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>How long to wait before the next try, when the other side said so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>When a paused lane goes on by itself, if it does.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What the site had answered before the command ended, for commands of several requests.</summary>
    public IReadOnlyList<SiteResponse> Results { get; init; } = [];

    /// <summary>Sending the same again, with the same key, is safe and may help.</summary>
    internal bool Transient { get; init; }
}
