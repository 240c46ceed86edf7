using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Pairing;

/// <summary>A right code was typed on this connection; the seller has yet to say yes.</summary>
/// <param name="PairingId">Of the pairing the code belongs to.</param>
/// <param name="PluginVersion">What the plugin said of itself.</param>
/// <param name="Browser">What the plugin said of its browser.</param>
public sealed record PairingTicket(string PairingId, string Seller, string PluginVersion, BrowserInfo Browser);
