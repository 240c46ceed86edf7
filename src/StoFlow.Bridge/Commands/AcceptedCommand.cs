using StoFlow.Bridge.Storage;

namespace StoFlow.Bridge.Commands;

/// <summary>An accepted command: in memory, or as its record when it ended long ago.</summary>
internal sealed record AcceptedCommand(LiveCommand? Live, CommandRow? Row)
{
    /// <summary>It was accepted before, under the same key.</summary>
    public bool IsRepeat { get; init; }

    public string Id => Live?.Id ?? Row!.Head.Id;
}
