using System.Collections.Concurrent;
using StoFlow.Protocol.Wire;

namespace StoFlow.Harness.FakePlugins;

/// <summary>The durable record of writes: it outlives the plugin's background and its connections, as the real one does.</summary>
public sealed class FakeJournal
{
    private readonly ConcurrentDictionary<string, CommandResult?> _writes = new(StringComparer.Ordinal);

    /// <summary>Begun and not ended.</summary>
    public IReadOnlyList<string> Begun => [.. _writes.Where(entry => entry.Value is null).Select(entry => entry.Key)];

    /// <summary>Ended and not acknowledged.</summary>
    public IReadOnlyList<CommandResult> Ended => [.. _writes.Values.OfType<CommandResult>()];

    /// <summary>Nothing is left to tell.</summary>
    public bool IsEmpty => _writes.IsEmpty;

    public bool Knows(string id) => _writes.ContainsKey(id);

    public void Begin(string id) => _writes.TryAdd(id, null);

    public void End(CommandResult result) => _writes[result.Id] = result;

    public CommandResult? ResultOf(string id) => _writes.GetValueOrDefault(id);

    public void Forget(string id) => _writes.TryRemove(id, out _);
}
