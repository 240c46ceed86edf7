namespace StoFlow.Protocol.Http;

/// <summary>The site answered, but a field that is relied on is not there, or of another type than known: it has changed, or it says less than it should.</summary>
/// <param name="Answer">Which kind of answer, such as <c>wardrobe page</c>.</param>
/// <param name="Path">The field, such as <c>items[].view_count</c>.</param>
/// <param name="Needed">The answer cannot be used without it; otherwise it can be done without.</param>
/// <param name="Request">Which request of several, from 0; null for a single one.</param>
/// <param name="OfAnotherType">It is there, of another type than known.</param>
public sealed record DriftNote(string Answer, string Path, bool Needed, int? Request = null, bool OfAnotherType = false);
