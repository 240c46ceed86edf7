using StoFlow.Bridge.Commands;
using StoFlow.Protocol.Http;

namespace StoFlow.Tests.Bridge;

public sealed class EventMemoryTests
{
    private readonly EventMemory _memory = new("run", most: 3);

    [Fact]
    public void Whoever_missed_nothing_gets_nothing()
    {
        Assert.Empty(After(_memory.Last)!);
        var last = Add("a").Id;
        Assert.Equal(_memory.Last, last);
        Assert.Empty(After(last)!);
    }

    [Fact]
    public void What_followed_comes_in_order_as_far_back_as_it_is_held()
    {
        var start = _memory.Last;
        var first = Add("a").Id;
        Add("b");
        Add("c");
        Assert.Equal(["a", "b", "c"], After(start)!);
        Assert.Equal(["b", "c"], After(first)!);

        Add("d");
        Assert.Equal(["b", "c", "d"], After(first)!);
        Assert.Null(After(start));
    }

    [Fact]
    public void What_happened_to_a_seller_who_went_is_told_under_another_name()
    {
        var start = _memory.Last;
        _memory.Add(new CommandEvent("command", default, "demo", "a"));
        _memory.Add(new CommandEvent("command", default, "other", "b"));

        _memory.Retire("demo", "demo (removed)");

        Assert.True(_memory.TryAfter(start, out var missed));
        Assert.Equal([("demo (removed)", "a"), ("other", "b")], missed.Select(sent => (sent.Event.Seller, sent.Event.CommandId)));
    }

    [Fact]
    public void What_was_forgotten_is_missed()
    {
        var held = Add("a").Id;
        _memory.Forget();
        Assert.Null(After(held));
        Assert.Empty(After(_memory.Last)!);

        var start = _memory.Last;
        _memory.Forget();
        Assert.Null(After(start));
    }

    [Theory]
    [InlineData("")]
    [InlineData("run")]
    [InlineData("run-")]
    [InlineData("run-2")]
    [InlineData("run--1")]
    [InlineData("run- 1")]
    [InlineData("run-1\n")]
    [InlineData("other-1")]
    [InlineData("run-99999999999999999999")]
    public void An_id_that_was_never_given_is_none(string id)
    {
        Add("a");
        Assert.Null(After(id));
    }

    private SentEvent Add(string seller) => _memory.Add(new CommandEvent("lane", default, seller));

    private IEnumerable<string>? After(string id) => _memory.TryAfter(id, out var missed) ? missed.Select(one => one.Event.Seller) : null;
}
