namespace StoFlow.Bridge.Ops;

/// <summary>One line for the audit list. Nothing secret, no query of a URL, nothing of a body.</summary>
/// <param name="Actor">Who: <c>token:name</c>, <c>browser:name</c>, <c>bridge</c> or <c>address:…</c>; see <see cref="AuditWords"/>.</param>
/// <param name="What">One of <see cref="AuditWords"/>.</param>
/// <param name="Seller">Whose; null for what concerns no seller.</param>
/// <param name="Subject">Which token, browser, lane or command.</param>
/// <param name="Outcome">How it ended, where that is a question.</param>
public sealed record AuditDraft(string Actor, string What, string? Seller, string? Subject, string? Outcome);
