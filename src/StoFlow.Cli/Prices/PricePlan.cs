using System.Globalization;
using StoFlow.Client;

namespace StoFlow.Cli.Prices;

/// <summary>What a run would do, before anything is done.</summary>
internal sealed record PricePlan(IReadOnlyList<PriceChange> Changes, IReadOnlyList<SkippedItem> Skipped)
{
    // The site takes no less and no more; found out here, it costs no write.
    public const decimal Least = 1m;
    public const decimal Most = 1_000_000m;

    public static PricePlan Of(PriceRule rule, IReadOnlyList<Item> items)
    {
        var (changes, skipped) = (new List<PriceChange>(), new List<SkippedItem>());
        foreach (var item in items)
        {
            if (rule.Apply(item.Id, item.Price.Amount) is not { } after) continue;
            if (after < Least) skipped.Add(new SkippedItem(item.Id, string.Create(CultureInfo.InvariantCulture, $"{after:0.00} is below {Least:0.00}, the site's least")));
            else if (after > Most) skipped.Add(new SkippedItem(item.Id, string.Create(CultureInfo.InvariantCulture, $"{after:0.00} is above {Most:0.00}, the site's most")));
            else if (after == item.Price.Amount) skipped.Add(new SkippedItem(item.Id, "has that price already"));
            else changes.Add(new PriceChange(item.Id, item.Title, item.Price.Amount, after, item.Price.Currency));
        }

        if (rule is PriceRule.Listed listed)
        {
            var there = items.Select(item => item.Id).ToHashSet();
            skipped.AddRange(listed.Prices.Keys.Where(id => !there.Contains(id)).Select(id => new SkippedItem(id, "is not among the seller's items on sale")));
        }

        return new PricePlan(changes, skipped);
    }

    /// <summary>What is left of changes planned before: an item whose price is neither as it was nor as planned was changed by somebody else since.</summary>
    public static PricePlan Remaining(IReadOnlyList<PriceChange> planned, IReadOnlyDictionary<long, Item> now)
    {
        var (changes, skipped) = (new List<PriceChange>(), new List<SkippedItem>());
        foreach (var change in planned)
        {
            if (!now.TryGetValue(change.ItemId, out var item) || item.State is ItemState.Deleted) skipped.Add(new SkippedItem(change.ItemId, "is not in the shop any more"));
            else if (item.State is ItemState.Sold) skipped.Add(new SkippedItem(change.ItemId, "is sold"));
            else if (item.Price.Amount == change.After) skipped.Add(new SkippedItem(change.ItemId, "has that price already"));
            else if (item.Price.Amount != change.Before) skipped.Add(new SkippedItem(change.ItemId, string.Create(CultureInfo.InvariantCulture, $"was changed since, to {item.Price.Amount:0.00}")));
            else changes.Add(change);
        }

        return new PricePlan(changes, skipped);
    }
}
