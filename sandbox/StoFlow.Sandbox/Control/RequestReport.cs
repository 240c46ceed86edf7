using StoFlow.Sandbox.Ledger;

namespace StoFlow.Sandbox.Control;

/// <summary>How often what was asked, and what came after a bot check.</summary>
internal sealed record RequestReport
{
    public long Total { get; init; }

    public long ApiTotal { get; init; }

    /// <summary>API calls that began after a bot check was shown and before it was solved.</summary>
    public long AfterChallenge { get; init; }

    /// <summary>Those of them that began 250 ms or more after it.</summary>
    public long AfterChallengeLate { get; init; }

    /// <summary>Pages opened after it.</summary>
    public long PagesAfterChallenge { get; init; }

    public long ChallengesServed { get; init; }

    public bool ChallengePending { get; init; }

    /// <summary>Most requests under way at once.</summary>
    public int MaxInFlight { get; init; }

    public required RequestCount[] Counts { get; init; }
}
