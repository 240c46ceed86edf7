using StoFlow.Bridge;
using StoFlow.Bridge.Policy;

namespace StoFlow.Tests.Door;

public sealed class CallerTests
{
    [Theory]
    [InlineData("read", true, false, false)]
    [InlineData("write", true, true, false)]
    [InlineData("admin", true, true, true)]
    [InlineData("ADMIN", false, false, false)]
    [InlineData("", false, false, false)]
    public void A_scope_holds_the_ones_before_it(string scope, bool read, bool write, bool admin)
    {
        Assert.Equal(read, CallerScope.Holds(scope, CallerScope.Read));
        Assert.Equal(write, CallerScope.Holds(scope, CallerScope.Write));
        Assert.Equal(admin, CallerScope.Holds(scope, CallerScope.Admin));
        Assert.False(CallerScope.Holds(scope, "owner"));
    }

    [Fact]
    public void A_star_is_every_seller_and_no_other_name_is()
    {
        Assert.True(Of("*").May("anyone"));
        Assert.True(Of("anna").May("anna"));
        Assert.False(Of("anna").May("Anna"));
        Assert.False(Of("anna").May("*"));
        Assert.False(Of().May("anna"));
        Assert.Equal("forbidden", Assert.Throws<BridgeException>(() => Of("anna").DemandSeller("bert")).Code);
    }

    [Fact]
    public void Only_a_token_of_one_seller_names_it()
    {
        Assert.Equal("anna", Of("anna").OnlySeller);
        Assert.Null(Of("*").OnlySeller);
        Assert.Null(Of("anna", "bert").OnlySeller);
        Assert.Null(Of().OnlySeller);
    }

    private static Caller Of(params string[] sellers) => new("tok_1", "erp", CallerScope.Read, sellers);
}
