using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Policy;

namespace StoFlow.Bridge.Sessions;

/// <summary>Who decides in a hand-shake: places for strangers, paired browsers, pairings.</summary>
internal sealed record HandshakeGate(
    UnidentifiedSockets Sockets, BrowserGate Browsers, BrowserBook Book, PairingConversation Pairings, BridgeKey Key, TimeProvider Time);
