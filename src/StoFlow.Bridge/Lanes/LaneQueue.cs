using StoFlow.Bridge.Sessions;

namespace StoFlow.Bridge.Lanes;

/// <summary>Commands that wait, in order; what was given back goes first. Not for several threads: the lane's lock guards it.</summary>
internal sealed class LaneQueue
{
    private readonly LinkedList<PendingCommand> _waiting = new();
    private readonly Dictionary<string, LinkedListNode<PendingCommand>> _nodes = new(StringComparer.Ordinal);

    public int Count => _waiting.Count;

    public IEnumerable<PendingCommand> All => _waiting;

    public void Add(PendingCommand command, bool first)
    {
        if (_nodes.ContainsKey(command.Id)) return;
        _nodes.Add(command.Id, first ? _waiting.AddFirst(command) : _waiting.AddLast(command));
    }

    public bool Remove(string id)
    {
        if (!_nodes.Remove(id, out var node)) return false;
        _waiting.Remove(node);
        return true;
    }

    /// <summary>How many are before it; null when it does not wait here.</summary>
    public int? PositionOf(string id)
    {
        if (!_nodes.TryGetValue(id, out var node)) return null;
        var before = 0;
        for (var at = node.Previous; at is not null; at = at.Previous) before++;
        return before;
    }
}
