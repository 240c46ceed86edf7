namespace StoFlow.Protocol;

/// <summary>The words of <see cref="CommandState"/>, alike in answers, queries, metrics, the audit list and on screens.</summary>
public static class CommandStates
{
    /// <summary>Every word, in the order of the states.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. Enum.GetValues<CommandState>().Select(Word)];

    /// <summary>The state as everybody writes it, such as <c>queued</c>.</summary>
    public static string Word(this CommandState state) => state switch
    {
        CommandState.Queued => "queued",
        CommandState.Sent => "sent",
        CommandState.Running => "running",
        CommandState.Done => "done",
        CommandState.Failed => "failed",
        CommandState.Cancelled => "cancelled",
        CommandState.Expired => "expired",
        CommandState.Unknown => "unknown",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state of a command."),
    };

    /// <summary>Whether a command in this state has ended; <c>unknown</c> may still be settled to another end.</summary>
    public static bool IsEnd(this CommandState state) => state >= CommandState.Done;

    /// <summary>The state of a word, in whatever case; null when there is none.</summary>
    public static CommandState? Read(string word)
    {
        foreach (var state in Enum.GetValues<CommandState>())
            if (word.Equals(state.Word(), StringComparison.OrdinalIgnoreCase)) return state;
        return null;
    }
}
