using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Commands;

/// <summary>The newest events, for readers whose connection broke. Not for several threads.</summary>
/// <param name="run">Tells this run's ids from those of another.</param>
/// <param name="most">How many are held.</param>
internal sealed class EventMemory(string run, int most)
{
    private Queue<SentEvent> _held = new();
    private long _last;

    /// <summary>The id after which the next event will follow.</summary>
    public string Last => Name(_last);

    public SentEvent Add(CommandEvent happened)
    {
        var sent = new SentEvent(Name(++_last), happened);
        _held.Enqueue(sent);
        if (_held.Count > most) _held.Dequeue();
        return sent;
    }

    /// <summary>From here on what was before is not known any more.</summary>
    public void Forget()
    {
        _held.Clear();
        _last++;
    }

    /// <summary>From here on the events of a seller are told under another name.</summary>
    public void Retire(string seller, string name) =>
        _held = new(_held.Select(sent => sent.Event.Seller == seller ? sent with { Event = sent.Event with { Seller = name } } : sent));

    /// <summary>What followed an event.</summary>
    /// <returns>False when some of it is not held, or the id is none of this run.</returns>
    public bool TryAfter(string id, [NotNullWhen(true)] out IReadOnlyList<SentEvent>? missed)
    {
        missed = null;
        if (!id.StartsWith(run + '-', StringComparison.Ordinal) || !long.TryParse(id.AsSpan(run.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number > _last || _last - number > _held.Count)
            return false;
        missed = [.. _held.TakeLast((int)(_last - number))];
        return true;
    }

    private string Name(long number) => string.Create(CultureInfo.InvariantCulture, $"{run}-{number}");
}
