using System.Text.Json;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Tests.Protocol;

/// <summary>One word and one number for each state of a command, wherever it is written.</summary>
public sealed class CommandStatesTests
{
    public static TheoryData<CommandState> All => [.. Enum.GetValues<CommandState>()];

    [Theory]
    [MemberData(nameof(All))]
    public void The_word_is_the_one_of_the_answers(CommandState state) => Assert.Contains(
        $"\"state\":\"{state.Word()}\"", JsonSerializer.Serialize(new CommandAccepted("1", state, 0), ProtocolJson.Relaxed.CommandAccepted), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(All))]
    public void A_word_is_read_back_in_whatever_case(CommandState state) => Assert.Equal(state, CommandStates.Read(state.Word().ToUpperInvariant()));

    [Theory]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("ended")]
    public void What_is_no_word_is_no_state(string text) => Assert.Null(CommandStates.Read(text));

    // Records of earlier versions hold them, and an index of the store counts on 3.
    [Theory]
    [InlineData(CommandState.Queued, 0, false)]
    [InlineData(CommandState.Sent, 1, false)]
    [InlineData(CommandState.Running, 2, false)]
    [InlineData(CommandState.Done, 3, true)]
    [InlineData(CommandState.Failed, 4, true)]
    [InlineData(CommandState.Cancelled, 5, true)]
    [InlineData(CommandState.Expired, 6, true)]
    [InlineData(CommandState.Unknown, 7, true)]
    public void The_number_is_the_one_of_the_store(CommandState state, int number, bool isEnd)
    {
        Assert.Equal(number, (int)state);
        Assert.Equal(isEnd, state.IsEnd());
    }
}
