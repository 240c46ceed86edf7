using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Pairing;

namespace StoFlow.Tests.Door;

public sealed class PairingThrottleTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly Diagnostics _diagnostics = new();
    private readonly PairingThrottle _throttle;

    public PairingThrottleTests() => _throttle = new PairingThrottle(_clock, _diagnostics);

    public void Dispose() => _diagnostics.Dispose();

    [Fact]
    public void The_fifth_wrong_code_of_an_address_shuts_it_out_for_a_minute()
    {
        Wrong("10.0.0.1", 4);
        Assert.Null(_throttle.MustWait("10.0.0.1"));

        Wrong("10.0.0.1", 1);

        Assert.Equal(TimeSpan.FromMinutes(1), _throttle.MustWait("10.0.0.1"));
        Assert.Null(_throttle.MustWait("10.0.0.2"));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(_throttle.MustWait("10.0.0.1"));
    }

    [Fact]
    public void After_that_each_wrong_code_costs_another_minute()
    {
        Wrong("10.0.0.1", 5);
        _clock.Advance(TimeSpan.FromMinutes(1));

        Wrong("10.0.0.1", 1);

        Assert.NotNull(_throttle.MustWait("10.0.0.1"));
    }

    [Fact]
    public void Wrong_tries_count_for_a_code_s_whole_life()
    {
        for (var i = 0; i < 4; i++)
        {
            Wrong("10.0.0.1", 1);
            _clock.Advance(PairingBook.Life / 5);
        }

        Wrong("10.0.0.1", 1);

        Assert.NotNull(_throttle.MustWait("10.0.0.1"));
    }

    [Fact]
    public void Fifty_from_all_addresses_shut_everybody_out()
    {
        for (var i = 0; i < 50; i++) Wrong($"10.0.1.{i}", 1);

        Assert.NotNull(_throttle.MustWait("192.168.1.1"));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(_throttle.MustWait("192.168.1.1"));
    }

    [Fact]
    public void A_code_s_life_later_wrong_tries_are_forgotten()
    {
        Wrong("10.0.0.1", 4);
        _clock.Advance(PairingBook.Life + TimeSpan.FromSeconds(1));

        Wrong("10.0.0.1", 4);

        Assert.Null(_throttle.MustWait("10.0.0.1"));
    }

    [Fact]
    public void One_host_cannot_multiply_by_its_IPv6_addresses()
    {
        for (var i = 1; i <= 5; i++) Wrong($"2001:db8:1:2::{i}", 1);

        Assert.NotNull(_throttle.MustWait("2001:db8:1:2:ffff::1"));
        Assert.Null(_throttle.MustWait("2001:db8:1:3::1"));
    }

    [Fact]
    public void A_flood_of_addresses_shares_one_place_and_still_counts()
    {
        for (var i = 0; i < 12_000; i++)
        {
            Wrong($"10.{i / 65536}.{i / 256 % 256}.{i % 256}", 1);
            if (i % 49 == 48) _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.NotNull(_throttle.MustWait("172.16.0.1"));
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(3)]
    public void A_wall_clock_that_is_set_neither_stretches_nor_ends_the_minute(int hours)
    {
        Wrong("10.0.0.1", 5);

        _clock.Set(TimeSpan.FromHours(hours));

        Assert.Equal(TimeSpan.FromMinutes(1), _throttle.MustWait("10.0.0.1"));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(_throttle.MustWait("10.0.0.1"));
    }

    private void Wrong(string address, int times)
    {
        for (var i = 0; i < times; i++) _throttle.Wrong(address);
    }
}
