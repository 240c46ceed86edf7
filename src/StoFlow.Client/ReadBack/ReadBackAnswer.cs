namespace StoFlow.Client;

/// <summary>What a look at the site says about a write whose end was unknown.</summary>
public enum ReadBackAnswer
{
    /// <summary>The site shows neither that it happened nor that it did not. Do not repeat blindly.</summary>
    StillUnknown,

    /// <summary>It happened.</summary>
    Happened,

    /// <summary>It did not happen; it may be repeated.</summary>
    DidNotHappen,
}
