using FsCheck;
using FsCheck.Fluent;
using StoFlow.Bridge.Commands;
using StoFlow.Protocol;

namespace StoFlow.Tests.Bridge;

/// <summary>The one table of states, walked at random.</summary>
public sealed class CommandTransitionsTests
{
    private static readonly CommandState[] All = Enum.GetValues<CommandState>();

    [Fact]
    public void An_ended_command_never_runs_again() => Check.QuickThrowOnFailure(Prop.ForAll(
        Walks().ToArbitrary(),
        walk =>
        {
            var ended = false;
            foreach (var state in walk)
            {
                if (ended && !state.IsEnd()) return false;
                ended |= state.IsEnd();
            }

            return true;
        }));

    [Fact]
    public void A_known_end_is_the_last() => Check.QuickThrowOnFailure(Prop.ForAll(
        Walks().ToArbitrary(),
        walk => walk.TakeWhile(state => !state.IsEnd() || state == CommandState.Unknown).Count() >= walk.Count - 1));

    [Fact]
    public void Every_state_that_is_no_end_can_end_by_each_way_that_makes_sense()
    {
        foreach (var state in All.Where(state => !state.IsEnd()))
            foreach (var end in new[] { CommandState.Done, CommandState.Failed, CommandState.Cancelled })
                Assert.True(CommandTransitions.May(state, end), $"{state} → {end}");
        Assert.False(CommandTransitions.May(CommandState.Running, CommandState.Expired));
        Assert.False(CommandTransitions.May(CommandState.Queued, CommandState.Running));
        Assert.False(CommandTransitions.May(CommandState.Queued, CommandState.Unknown));
    }

    [Fact]
    public void No_state_follows_itself() => Assert.All(All, state => Assert.False(CommandTransitions.May(state, state)));

    // Tries any state at any time, and keeps those that the table allows.
    private static Gen<List<CommandState>> Walks() => Gen.ListOf(Gen.Elements(All), 40).Select(tries =>
    {
        List<CommandState> walk = [CommandState.Queued];
        foreach (var next in tries)
            if (CommandTransitions.May(walk[^1], next)) walk.Add(next);
        return walk;
    });
}
