using System.Collections.Concurrent;

namespace StoFlow.Harness.Fuzz;

/// <summary>Counts what workers send and hear, and keeps the first findings.</summary>
internal sealed class FuzzTally
{
    private const int MostFindings = 30;
    private readonly ConcurrentDictionary<int, long> _answers = new();
    private readonly ConcurrentDictionary<int, long> _closes = new();
    private readonly ConcurrentQueue<string> _findings = new();
    private long _frames;
    private long _calls;

    public void Frame() => Interlocked.Increment(ref _frames);

    public void Closed(int code) => _closes.AddOrUpdate(code, 1, static (_, held) => held + 1);

    public void Answered(int status)
    {
        Interlocked.Increment(ref _calls);
        _answers.AddOrUpdate(status, 1, static (_, held) => held + 1);
    }

    public void Found(string what)
    {
        if (_findings.Count < MostFindings) _findings.Enqueue(what.Length > 2_000 ? what[..2_000] : what);
    }

    public FuzzReport Report(IReadOnlyList<double> memoryMb) =>
        new(Interlocked.Read(ref _frames), Interlocked.Read(ref _calls), _answers, _closes, memoryMb, [.. _findings]);
}
