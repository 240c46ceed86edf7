using System.Globalization;

namespace StoFlow.Harness.Faults.Judging;

/// <summary>One try at a write, under a key of its own: the next one is made only when this one surely did not happen.</summary>
/// <param name="Key">The idempotency key, however often it is sent.</param>
/// <param name="Mark">What the ledger shows of this try alone: a title, or the hash of a photo. Null where only the item tells.</param>
internal sealed record Attempt(string Key, string? Mark)
{
    private readonly List<string> _story = [];
    private string? _last;
    private int _times;
    private double _since;

    /// <summary>When it was begun.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>What the caller was told of this try.</summary>
    public Told Told { get; set; }

    /// <summary>What happened to it and when, for the report of a failure.</summary>
    public string Story => string.Join(" | ", _story);

    /// <summary>One more thing happened to it; the same several times in a row is told once.</summary>
    public void Note(string what)
    {
        var at = (TimeProvider.System.GetUtcNow() - StartedAt).TotalSeconds;
        _times = what == _last ? _times + 1 : 1;
        _last = what;
        if (_times == 1) _since = at;
        if (_times == 1) _story.Add(string.Create(CultureInfo.InvariantCulture, $"+{at:0.0} {what}"));
        else _story[^1] = string.Create(CultureInfo.InvariantCulture, $"+{_since:0.0} to +{at:0.0} {what}, {_times} times");
    }
}
