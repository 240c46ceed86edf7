using System.Diagnostics.CodeAnalysis;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Pairing;

/// <summary>Either the offer for a right code, or why there is none. The pairing is handed back with the confirmation.</summary>
public sealed record PairAskAnswer(PairOffer? Offer, PairingTicket? Pairing, Refusal? Refusal)
{
    /// <summary>True when the code was right.</summary>
    [MemberNotNullWhen(true, nameof(Offer), nameof(Pairing))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Passed => Offer is not null;
}
