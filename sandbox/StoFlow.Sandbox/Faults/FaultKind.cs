namespace StoFlow.Sandbox.Faults;

/// <summary>What can be made to go wrong. The control service writes the names in snake_case.</summary>
internal enum FaultKind
{
    RateLimit,
    ChallengeJson,
    ChallengeHtml,
    Challenge200,
    ServerError,
    Slow,
    Cacheable,
    WriteThen504,
    WriteThenClose,
    CloseFirst,
    ExpireSession,
    DeadSession,
    CsrfChanged,
    CsrfAbsent,
    ThinBody,
    Html404,
    IpBlocked,
}
