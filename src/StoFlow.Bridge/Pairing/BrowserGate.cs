using StoFlow.Bridge.Ops;
using StoFlow.Protocol;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Pairing;

/// <summary>Lets paired browsers in: those that sign this connection's challenge with the key they were paired with.</summary>
internal sealed class BrowserGate(BrowserBook browsers, BridgeInfo bridge, Diagnostics diagnostics)
{
    /// <summary>Checks version, signature and pairing, in this order; only who holds the key learns that it was revoked.</summary>
    /// <param name="message">What the plugin sent.</param>
    /// <param name="challenge">Of this connection; the caller sees to its age.</param>
    public GateAnswer Identify(Identify message, string challenge)
    {
        var answer = Check(message, challenge);
        if (answer.Refusal is { } refusal) diagnostics.Refused(refusal.Code);
        return answer;
    }

    /// <summary>The refusal for a plugin of this protocol version, or null when it is understood.</summary>
    internal static Refusal? Outdated(int protocol) => protocol >= ProtocolVersion.Minimum
        ? null
        : new Refusal(
            ErrorCode.PluginOutdated,
            $"This plugin speaks protocol {protocol}; the bridge needs {ProtocolVersion.Minimum} or later. Update the plugin in this browser.");

    private GateAnswer Check(Identify message, string challenge)
    {
        if (Outdated(message.Protocol) is { } outdated) return new GateAnswer(null, outdated);
        if (browsers.Get(message.BrowserId) is not { } browser)
            return Refuse(RefusalCode.UnknownBrowser, "This bridge knows no such browser. Pair this browser again with a new code.");
        var text = HandshakeText.Of(bridge.Id, browser.Id, challenge);
        if (!HandshakeText.IsSigned(browser.PublicKey.Span, text, message.Signature))
            return Refuse(RefusalCode.BadSignature, "The signature does not fit this browser's key. Connect again; if that does not help, pair again.");
        if (!browser.IsPaired)
            return new GateAnswer(null, Refusal.Ended);
        browsers.Seen(browser.Id, Cut(message.PluginVersion), new BrowserInfo(Cut(message.Browser.Name), Cut(message.Browser.Version)));
        return new GateAnswer(browsers.Get(browser.Id) ?? browser, null);
    }

    private static GateAnswer Refuse(string code, string detail) => new(null, new Refusal(code, detail));

    // For lists only; a plugin's own words are neither trusted nor long.
    internal static string Cut(string text) => new([.. text.Where(c => !char.IsControl(c)).Take(64)]);
}
