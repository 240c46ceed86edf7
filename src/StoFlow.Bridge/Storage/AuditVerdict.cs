namespace StoFlow.Bridge.Storage;

/// <summary>What a look through the audit list found.</summary>
/// <param name="Whole">No line was changed, taken out or put in.</param>
/// <param name="Lines">How many good lines there are from the first that is left.</param>
/// <param name="FirstBroken">The first line that does not fit; null when all do.</param>
/// <param name="Head">Hash of the last good line, in hex; note it elsewhere to notice a list cut short.</param>
public sealed record AuditVerdict(bool Whole, long Lines, long? FirstBroken, string Head);
