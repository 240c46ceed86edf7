using System.Diagnostics.CodeAnalysis;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Pairing;

/// <summary>Either the stored pairing, or why there is none.</summary>
public sealed record PairConfirmAnswer(Paired? Paired, Refusal? Refusal)
{
    /// <summary>True when the browser is stored.</summary>
    [MemberNotNullWhen(true, nameof(Paired))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Passed => Paired is not null;
}
