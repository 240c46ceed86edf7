using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using StoFlow.Bridge.Storage;

namespace StoFlow.Bridge.Ops;

/// <summary>
/// Takes lines for the audit list without making anybody wait for the disk. When the disk falls behind, the queue fills and callers wait:
/// a line is never dropped. While the disk takes nothing at all and the queue is full, no command is accepted: its line could only wait in memory.
/// </summary>
internal sealed partial class AuditLog : IAsyncDisposable
{
    private const int Waiting = 8_192;
    private const int Batch = 500;

    // A commit costs a flush and each line a page of the list's index, unless another line of its seller shares it: lines that follow each other go together.
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _hurry = new(0);
    private readonly Channel<(DateTimeOffset At, AuditDraft? Draft, TaskCompletionSource? Reached)> _lines =
        Channel.CreateBounded<(DateTimeOffset, AuditDraft?, TaskCompletionSource?)>(new BoundedChannelOptions(Waiting) { SingleReader = true });

    private readonly AuditStore _store;
    private readonly TimeProvider _clock;
    private readonly ILogger<AuditLog> _log;
    private readonly Task _writing;
    private TaskCompletionSource _stuck = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts the writing.</summary>
    public AuditLog(AuditStore store, TimeProvider clock, ILogger<AuditLog> log)
    {
        (_store, _clock, _log) = (store, clock, log);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>The disk takes nothing, and as many lines wait for it as may.</summary>
    public bool IsFull => Volatile.Read(ref _stuck).Task.IsCompleted && _lines.Reader.Count >= Waiting;

    /// <summary>Queues a line; completes at once unless the queue is full.</summary>
    /// <param name="draft">The line; its texts are cut to <see cref="AuditWords.MaxText"/>.</param>
    /// <param name="ct">Gives up waiting for a place.</param>
    public ValueTask RecordAsync(AuditDraft draft, CancellationToken ct)
    {
        (DateTimeOffset, AuditDraft?, TaskCompletionSource?) line = (_clock.GetUtcNow(), draft with
        {
            Actor = AuditWords.Cut(draft.Actor),
            Subject = draft.Subject is null ? null : AuditWords.Cut(draft.Subject),
            Outcome = draft.Outcome is null ? null : AuditWords.Cut(draft.Outcome),
        }, null);
        return _lines.Writer.TryWrite(line) ? ValueTask.CompletedTask : _lines.Writer.WriteAsync(line, ct);
    }

    /// <summary>As <see cref="RecordAsync"/> for who cannot wait: while the queue is full the line waits beside it.</summary>
    public void Record(AuditDraft draft)
    {
        var queued = RecordAsync(draft, CancellationToken.None);
        if (!queued.IsCompletedSuccessfully) _ = ObserveAsync(queued);

        async Task ObserveAsync(ValueTask waiting)
        {
            try
            {
                await waiting;
            }
            catch (ChannelClosedException)
            {
                LogLost(_log, 1);
            }
        }
    }

    /// <summary>
    /// Completes when every line recorded before is on disk; who reads the list sees what they did themselves. While the disk takes nothing it completes at
    /// once: the list is worth reading as far as it goes.
    /// </summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        var stuck = Volatile.Read(ref _stuck).Task;
        if (stuck.IsCompleted) return;
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _lines.Writer.WriteAsync((default, null, reached), ct);
        Hurry();
        await Task.WhenAny(reached.Task, stuck).WaitAsync(ct);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_lines.Writer.TryComplete()) return;
        Hurry();
        _stop.CancelAfter(LastWords);
        await _writing;
        _stop.Dispose();
        _hurry.Dispose();
    }

    // One word is enough, however many ask.
    private void Hurry()
    {
        if (_hurry.CurrentCount == 0) _hurry.Release();
    }

    private async Task WriteAsync()
    {
        var batch = new List<(DateTimeOffset, AuditDraft)>(Batch);
        var reached = new List<TaskCompletionSource>();
        var last = _clock.GetTimestamp() - _clock.TimestampFrequency;
        try
        {
            while (await _lines.Reader.WaitToReadAsync(_stop.Token))
            {
                var early = Gather - _clock.GetElapsedTime(last);
                if (early > TimeSpan.Zero && _lines.Reader.Count < Batch) await _hurry.WaitAsync(early, _stop.Token);
                while (batch.Count < Batch && _lines.Reader.TryRead(out var line))
                {
                    if (line.Draft is not null) batch.Add((line.At, line.Draft));
                    if (line.Reached is not null) reached.Add(line.Reached);
                }

                if (batch.Count > 0) await AppendAsync(batch);
                batch.Clear();
                last = _clock.GetTimestamp();
                foreach (var flush in reached) flush.TrySetResult();
                reached.Clear();
            }
        }
        catch (OperationCanceledException)
        {
            LogLost(_log, batch.Count + _lines.Reader.Count);
        }
    }

    private async Task AppendAsync(List<(DateTimeOffset, AuditDraft)> batch)
    {
        for (var first = true; ; first = false)
        {
            try
            {
                await _store.AppendAsync(batch, _stop.Token);
                if (!first) Volatile.Write(ref _stuck, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
                return;
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                if (first) LogWaiting(_log, problem);
                _stuck.TrySetResult();
                await Task.Delay(Retry, _clock, _stop.Token);
            }
        }
    }

    [LoggerMessage(101, LogLevel.Error, "The audit list cannot be written; trying again every second")]
    private static partial void LogWaiting(ILogger logger, Exception problem);

    [LoggerMessage(102, LogLevel.Critical, "The bridge stops while the store cannot be written: {Lines} lines of the audit list are lost")]
    private static partial void LogLost(ILogger logger, int lines);
}
