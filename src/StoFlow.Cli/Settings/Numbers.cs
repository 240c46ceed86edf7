using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace StoFlow.Cli.Settings;

/// <summary>Numbers as people type them: 12.50 is 12,50 too. What may be a thousands separator is refused, for a guess would be a wrong price.</summary>
internal static partial class Numbers
{
    public static bool TryMoney(string text, out decimal amount) => TryRead(MoneyForm(), text, out amount);

    public static bool TryPercent(string text, out decimal percent) => TryRead(PercentForm(), text, out percent);

    /// <summary>The parser of an option that takes a price.</summary>
    public static decimal? Money(ArgumentResult result) =>
        Typed(result) is { } text && TryMoney(text, out var amount)
            ? amount
            : Refuse<decimal>(result, "an amount such as 12.50 or 12,50 is due, with at most two decimals and nothing between thousands");

    /// <summary>The parser of an option that takes a percentage.</summary>
    public static decimal? Percent(ArgumentResult result) =>
        Typed(result) is { } text && TryPercent(text, out var percent)
            ? percent
            : Refuse<decimal>(result, "a number such as -10 or 2.5 is due, with nothing between thousands");

    /// <summary>The parser of an option or argument that takes a whole number.</summary>
    public static T? Whole<T>(ArgumentResult result)
        where T : struct, IBinaryInteger<T>
    {
        var text = Typed(result) ?? "";
        if (T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
        var tooBig = BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
        return Refuse<T>(result, tooBig ? "a number nearer to 0 is due" : "a whole number is due");
    }

    private static bool TryRead(Regex form, string text, out decimal number)
    {
        number = 0;
        return form.IsMatch(text)
            && decimal.TryParse(text.Replace(',', '.'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }

    private static string? Typed(ArgumentResult result) => result.Tokens is [{ Value: var text }] ? text : null;

    private static T? Refuse<T>(ArgumentResult result, string due)
        where T : struct
    {
        result.AddError($"{(result.Parent is OptionResult option ? option.Option.Name : result.Argument.Name)}: {due}, not '{Typed(result)}'.");
        return null;
    }

    [GeneratedRegex(@"^[0-9]{1,7}([.,][0-9]{1,2})?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex MoneyForm();

    // Three digits behind a comma may be thousands.
    [GeneratedRegex(@"^[+-]?[0-9]{1,6}(\.[0-9]{1,6}|,[0-9]{1,2}|,[0-9]{4,6})?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PercentForm();
}
