namespace StoFlow.Cli.Prices;

/// <summary>What a price becomes.</summary>
internal abstract record PriceRule
{
    /// <summary>The new price, or null when the rule has none for this item.</summary>
    public abstract decimal? Apply(long itemId, decimal price);

    /// <summary>So many percent more, or less with a negative number.</summary>
    public sealed record Percent(decimal Change) : PriceRule
    {
        // As people round money, not as statisticians do.
        public override decimal? Apply(long itemId, decimal price) =>
            Math.Round(price * (100 + Change) / 100, 2, MidpointRounding.AwayFromZero);
    }

    /// <summary>The same for all.</summary>
    public sealed record Same(decimal Price) : PriceRule
    {
        public override decimal? Apply(long itemId, decimal price) => Price;
    }

    /// <summary>What a file says, item by item.</summary>
    public sealed record Listed(IReadOnlyDictionary<long, decimal> Prices) : PriceRule
    {
        public override decimal? Apply(long itemId, decimal price) => Prices.TryGetValue(itemId, out var listed) ? listed : null;
    }
}
