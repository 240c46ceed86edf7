using StoFlow.Bridge.Commands;

namespace StoFlow.Tests.Bridge;

public sealed class CommandIdsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Ids_go_on_after_those_of_before_a_restart_though_the_clock_was_set_back()
    {
        var now = new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
        var before = new CommandIds().Next(now);
        var ids = new CommandIds();
        ids.GoOnAfter("not one");
        ids.GoOnAfter(before);

        var (first, second) = (ids.Next(now.AddHours(-2)), ids.Next(now.AddHours(-2)));

        Assert.True(CommandIds.IsOne(first));
        Assert.Equal([before, first, second], new[] { second, first, before }.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Ids_sort_as_they_were_made_also_in_one_millisecond_and_when_the_clock_goes_back()
    {
        var ids = new CommandIds();
        var made = Enumerable.Range(0, 10_000).Select(i => ids.Next(Now.AddMilliseconds(i % 7 - 3))).ToList();

        Assert.Equal(made.Order(StringComparer.Ordinal), made);
        Assert.Equal(made.Count, made.Distinct().Count());
        Assert.All(made, id => Assert.True(Guid.TryParseExact(id, "N", out var parsed) && parsed.Version == 7 && (parsed.Variant & 0xC) == 8));
    }

    [Fact]
    public void Two_bridges_do_not_make_the_same() => Assert.NotEqual(new CommandIds().Next(Now), new CommandIds().Next(Now));
}
