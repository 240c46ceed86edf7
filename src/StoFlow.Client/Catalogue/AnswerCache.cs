namespace StoFlow.Client;

/// <summary>Keeps answers that hardly ever change, by address, for a while. Full, it forgets everything: asking again is cheap.</summary>
internal sealed class AnswerCache(TimeProvider time, TimeSpan life)
{
    private const int Most = 500;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (DateTimeOffset At, object Answer)> _answers = new(StringComparer.Ordinal);

    public object? Find(string path)
    {
        lock (_lock) return _answers.TryGetValue(path, out var kept) && time.GetUtcNow() - kept.At < life ? kept.Answer : null;
    }

    public void Keep(string path, object answer)
    {
        lock (_lock)
        {
            if (_answers.Count >= Most) _answers.Clear();
            _answers[path] = (time.GetUtcNow(), answer);
        }
    }
}
