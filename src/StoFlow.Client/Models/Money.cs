using System.Globalization;

namespace StoFlow.Client;

/// <summary>An amount of money. Read from the site's object, text and number forms; written as the number the site takes.</summary>
/// <param name="Amount">In the currency's main unit: 28.90 is twenty-eight euros ninety.</param>
/// <param name="Currency">ISO 4217, such as <c>EUR</c>; empty when the answer did not say.</param>
public readonly record struct Money(decimal Amount, string Currency)
{
    /// <summary>With this currency, when the answer named none beside the amount.</summary>
    internal Money In(string? currency) => string.IsNullOrEmpty(Currency) && currency is not null ? this with { Currency = currency } : this;

    /// <summary>Such as <c>28.90 EUR</c>, alike in every language.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount:0.00} {Currency}").TrimEnd();
}
