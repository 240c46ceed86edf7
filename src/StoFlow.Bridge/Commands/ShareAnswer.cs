namespace StoFlow.Bridge.Commands;

/// <summary>What a <see cref="FairShare"/> says to somebody who wants more.</summary>
internal enum ShareAnswer
{
    Yes,

    /// <summary>There is no room left for anybody.</summary>
    Full,

    /// <summary>There is, and it is kept for others.</summary>
    TooMuch,
}
