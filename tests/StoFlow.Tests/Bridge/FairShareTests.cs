using StoFlow.Bridge.Commands;

namespace StoFlow.Tests.Bridge;

/// <summary>However greedy some are, there is room for one more.</summary>
public sealed class FairShareTests
{
    [Theory]
    [InlineData(64)]
    [InlineData(20_000)]
    public void Whoever_is_greedy_leaves_room_for_the_next(int room)
    {
        var share = new FairShare(room);

        for (var greedy = 0; greedy < 3; greedy++)
        {
            Assert.Equal(ShareAnswer.Yes, share.Ask($"greedy {greedy}", 1));
            while (share.TryTake($"greedy {greedy}", 1) == ShareAnswer.Yes)
            {
            }

            Assert.Equal(ShareAnswer.TooMuch, share.Ask($"greedy {greedy}", 1));
        }

        Assert.Equal(ShareAnswer.Yes, share.TryTake("modest", 1));
    }

    [Fact]
    public void Alone_one_has_three_quarters()
    {
        var share = new FairShare(1_000);
        while (share.TryTake("alone", 1) == ShareAnswer.Yes)
        {
        }

        Assert.InRange(share.All, 750, 755);
    }

    [Fact]
    public void What_is_given_back_may_be_taken_again()
    {
        var share = new FairShare(100);
        share.Take("one", 80);
        Assert.Equal(ShareAnswer.TooMuch, share.TryTake("one", 1));
        Assert.Equal(ShareAnswer.Full, share.TryTake("other", 21));

        share.Give("one", 80);

        Assert.Equal(0, share.All);
        Assert.Equal(ShareAnswer.Yes, share.TryTake("one", 50));
    }
}
