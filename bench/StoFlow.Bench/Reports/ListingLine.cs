namespace StoFlow.Bench.Reports;

/// <summary>One size of shop. In bytes.</summary>
/// <param name="ItemBytes">All items as the site writes them.</param>
/// <param name="Streamed">Most that was in use after a collection while the items were looked at one by one, above what was in use before.</param>
/// <param name="Gathered">The same with all items kept in a list.</param>
internal sealed record ListingLine(int Items, long ItemBytes, long Streamed, long Gathered);
