namespace StoFlow.Harness.Faults.Judging;

/// <summary>What a caller was finally told about a write.</summary>
internal enum Told
{
    /// <summary>Nobody could say whether it happened.</summary>
    Unknown,

    /// <summary>It happened.</summary>
    Done,

    /// <summary>It did not happen: failed, cancelled, expired, refused by the site, or not there when looked for.</summary>
    NotDone,
}
