using System.Diagnostics.CodeAnalysis;

namespace StoFlow.Bridge.Pairing;

/// <summary>Either the browser that proved itself, or why not.</summary>
public sealed record GateAnswer(BrowserIdentity? Browser, Refusal? Refusal)
{
    /// <summary>True when the browser proved its key.</summary>
    [MemberNotNullWhen(true, nameof(Browser))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Passed => Browser is not null;
}
