using System.CommandLine.Parsing;
using System.Globalization;

namespace StoFlow.Cli.Settings;

/// <summary>Durations as people type them: <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>2h</c>, <c>30d</c>; a bare number is seconds.</summary>
internal static class Durations
{
    private static readonly (string Suffix, double Seconds)[] Units =
        [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86400)];

    // About ten years: beyond it a typing error is more likely than a wish.
    private const double MostSeconds = 3660d * 86400;

    public static bool TryParse(string text, out TimeSpan duration)
    {
        var (number, seconds) = (text, 1d);
        foreach (var (suffix, unit) in Units)
        {
            if (!text.EndsWith(suffix, StringComparison.Ordinal)) continue;
            (number, seconds) = (text[..^suffix.Length], unit);
            break;
        }

        duration = default;
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)) return false;
        seconds *= amount;
        if (seconds is not (> 0 and <= MostSeconds)) return false;
        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }

    /// <summary>The parser of an option.</summary>
    public static TimeSpan? Parse(ArgumentResult result)
    {
        if (result.Tokens is [{ Value: var text }] && TryParse(text, out var duration)) return duration;
        result.AddError($"{Name(result)}: a duration such as 500ms, 30s, 5m, 2h or 30d is due, not '{result.Tokens[0].Value}'.");
        return null;
    }

    private static string Name(ArgumentResult result) =>
        result.Parent is OptionResult option ? option.Option.Name : result.Argument.Name;
}
