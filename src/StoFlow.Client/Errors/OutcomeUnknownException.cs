using StoFlow.Protocol;

namespace StoFlow.Client;

/// <summary>
/// A write was begun and its end is not known (<c>outcome_unknown</c>): look before you repeat it. The typed writes have looked already
/// when <see cref="VintedClientOptions.ReadBack"/> is on; <see cref="Answer"/> says what they saw.
/// </summary>
public sealed class OutcomeUnknownException(string detail, Exception? inner = null)
    : StoFlowException(ErrorCode.OutcomeUnknown, detail, inner)
{
    /// <summary>What the look at the site showed; <see cref="ReadBackAnswer.StillUnknown"/> when nobody looked.</summary>
    public ReadBackAnswer Answer { get; init; } = ReadBackAnswer.StillUnknown;

    /// <summary>The item that may be the result of the write, when one was seen.</summary>
    public long? CandidateItemId { get; init; }

    /// <summary>
    /// The site's status when it did answer, but in a way that leaves the end open: 5xx, 408, or 2xx with an answer that cannot be read. Null when there was no
    /// answer.
    /// </summary>
    public int? SiteStatus { get; init; }
}
