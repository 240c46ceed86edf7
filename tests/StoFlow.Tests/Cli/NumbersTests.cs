using StoFlow.Cli;
using StoFlow.Cli.Settings;

namespace StoFlow.Tests.Cli;

public sealed class NumbersTests
{
    // Nobody listens there: a call that is understood fails at the bridge, with 1.
    private static readonly string[] Nowhere = ["--token", "t", "--bridge", "http://127.0.0.1:1"];

    [Theory]
    [InlineData("12.50", 12.5)]
    [InlineData("12,50", 12.5)]
    [InlineData("12,5", 12.5)]
    [InlineData("5", 5)]
    [InlineData("1000000", 1000000)]
    public void Prices_are_read_with_a_point_or_a_comma(string text, double amount)
    {
        Assert.True(Numbers.TryMoney(text, out var read));
        Assert.Equal((decimal)amount, read);
    }

    [Theory]
    [InlineData("-10", -10)]
    [InlineData("+5", 5)]
    [InlineData("-2,5", -2.5)]
    [InlineData("-2.5", -2.5)]
    [InlineData("-33.333", -33.333)]
    public void Percentages_are_read_with_a_point_or_a_comma(string text, double percent)
    {
        Assert.True(Numbers.TryPercent(text, out var read));
        Assert.Equal((decimal)percent, read);
    }

    public static TheoryData<string> Refused => ["", "abc", "1e3", "NaN", "1,234.50", "1.234,50", "1 234", "1'234", "1,234", "12,50,00", " 5", "5\n", "0x10", "٥", "12,50 €", "99999999", "79228162514264337593543950335"];

    [Theory]
    [MemberData(nameof(Refused))]
    [InlineData("1.234")]
    [InlineData("-5")]
    [InlineData("5.005")]
    public void Other_prices_are_refused(string text) => Assert.False(Numbers.TryMoney(text, out _));

    [Theory]
    [MemberData(nameof(Refused))]
    public void Other_percentages_are_refused(string text) => Assert.False(Numbers.TryPercent(text, out _));

    [Theory]
    [InlineData("--price", "1,234.50", "items", "update", "7")]
    [InlineData("--price", "1 234", "items", "update", "7")]
    [InlineData("--price", "1,234", "commands", "resolve", "c")]
    [InlineData("--set", "5.005", "prices", "--dry-run")]
    [InlineData("--set", "abc", "prices")]
    [InlineData("--set", "1000000.01", "prices")]
    [InlineData("--percent", "abc", "prices")]
    [InlineData("--percent", "1e3", "prices")]
    [InlineData("--percent", "79228162514264337593543950335", "prices", "--dry-run")]
    [InlineData("--percent", "79228162514264337593543950336", "prices")]
    [InlineData("--limit", "x", "items", "list")]
    [InlineData("--limit", "x", "commands", "list")]
    [InlineData("--items", "abc", "sandbox")]
    [InlineData("--items", "99999999999", "sandbox")]
    [InlineData("--site-port", "x", "sandbox")]
    [InlineData("--brand-id", "x", "items", "update", "7")]
    [InlineData("--item", "1.5", "photos", "upload", "x.jpg")]
    public async Task A_mistyped_number_is_2_and_names_its_option(string option, string typed, params string[] verb)
    {
        foreach (string[] how in (string[][])[[option, typed], [$"{option}={typed}"]])
        {
            var run = await Run.ToolAsync([.. verb, .. how, .. Nowhere, "--json"]);

            Assert.Equal(ExitCodes.Usage, run.ExitCode);
            Assert.Contains($"{option}: ", run.Error, StringComparison.Ordinal);
            var failure = Machine.Object(run.Out);
            Assert.Equal(2, failure.GetProperty("exit_code").GetInt32());
            Assert.DoesNotContain('\n', failure.GetProperty("detail").GetString()!);
        }
    }

    [Theory]
    [InlineData("prices", "--percent")]
    [InlineData("prices", "--percent", "")]
    [InlineData("prices", "--percent=")]
    [InlineData("prices", "--set")]
    [InlineData("items", "list", "--limit")]
    [InlineData("sandbox", "--items")]
    [InlineData("whoami", "--timeout")]
    [InlineData("whoami", "--timeout=")]
    [InlineData("items", "show", "x")]
    public async Task A_number_that_is_not_there_is_2(params string[] arguments) =>
        Assert.Equal(ExitCodes.Usage, (await Run.ToolAsync([.. arguments, "--json"])).ExitCode);

    [Theory]
    [InlineData("items", "update", "7", "--price", "12,50")]
    [InlineData("prices", "--set", "12,50")]
    [InlineData("prices", "--percent", "-2,5")]
    public async Task What_is_understood_goes_to_the_bridge(params string[] arguments) =>
        Assert.Equal(ExitCodes.Failed, (await Run.ToolAsync([.. arguments, .. Nowhere])).ExitCode);
}
