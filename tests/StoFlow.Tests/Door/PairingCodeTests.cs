using FsCheck;
using FsCheck.Fluent;
using StoFlow.Bridge.Pairing;

namespace StoFlow.Tests.Door;

public sealed class PairingCodeTests
{
    [Fact]
    public void Codes_are_eight_of_twenty_consonants()
    {
        for (var i = 0; i < 500; i++) Assert.Matches("^[BCDFGHJKLMNPQRSTVWXZ]{8}$", PairingCode.New());
        Assert.Equal(20, PairingCode.Alphabet.Distinct().Count());
    }

    [Theory]
    [InlineData("BCDF-GHJK")]
    [InlineData("bcdf ghjk")]
    [InlineData("  b c d f g h j k  ")]
    [InlineData("BCDFGHJK")]
    [InlineData("BCDF–GHJK")]
    public void However_it_is_typed_it_is_read(string typed) => Assert.Equal("BCDFGHJK", PairingCode.Read(typed));

    [Theory]
    [InlineData("")]
    [InlineData("BCDF-GHJ")]
    [InlineData("BCDF-GHJKL")]
    [InlineData("BCDF-GHJA")]
    [InlineData("BCDF-GHJ1")]
    [InlineData("БCDF-GHJK")]
    public void What_is_no_code_is_not_read(string typed) => Assert.Null(PairingCode.Read(typed));

    [Fact]
    public void Text_far_too_long_is_not_even_looked_at() => Assert.Null(PairingCode.Read(new string(' ', 100_000) + "BCDFGHJK"));

    [Fact]
    public void Any_text_is_either_a_code_or_nothing() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text => PairingCode.Read(text ?? "") is not { } code || code.All(c => PairingCode.Alphabet.Contains(c)) && code.Length == 8)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_shown_is_read_back()
    {
        var code = PairingCode.New();
        Assert.Equal(code, PairingCode.Read(PairingCode.Show(code)));
        Assert.Equal('-', PairingCode.Show(code)[4]);
    }
}
