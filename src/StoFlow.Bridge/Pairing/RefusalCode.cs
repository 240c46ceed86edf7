namespace StoFlow.Bridge.Pairing;

/// <summary>The hand-shake's own codes (<c>docs/protocol.md</c> §4, §5).</summary>
public static class RefusalCode
{
    /// <summary>No browser of that id is paired here.</summary>
    public const string UnknownBrowser = "unknown_browser";

    /// <summary>The signature does not fit key and challenge.</summary>
    public const string BadSignature = "bad_signature";

    /// <summary>The operator or the seller ended the pairing.</summary>
    public const string Revoked = "revoked";

    /// <summary>The code is wrong, used up or too old.</summary>
    public const string PairingCodeWrong = "pairing_code_wrong";

    /// <summary>A field of the message is not as it should be.</summary>
    internal const string InvalidMessage = "invalid_message";

    /// <summary>Too many tries; nothing is looked up for a minute.</summary>
    public const string SlowDown = "slow_down";
}
