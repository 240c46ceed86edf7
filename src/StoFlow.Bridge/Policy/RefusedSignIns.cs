using System.Net;
using StoFlow.Bridge.Ops;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Policy;

/// <summary>Writes refused sign-ins into the audit list, but no more than some a minute: whoever knocks must not fill the disk.</summary>
internal sealed class RefusedSignIns(AuditLog audit, Diagnostics diagnostics, TimeProvider clock)
{
    private const int PerMinute = 10;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    // By a clock that only runs: one that is set back would keep the list shut for as long.
    private TimeSpan _windowEnds = TimeSpan.MinValue;
    private int _written;
    private long _unwritten;

    /// <summary>Notes one.</summary>
    public ValueTask NoteAsync(IPAddress? remote, string path, string why, CancellationToken ct)
    {
        diagnostics.Refused(ErrorCode.Unauthorized);
        long before;
        lock (_lock)
        {
            var now = clock.GetElapsedTime(0);
            if (now >= _windowEnds) (_windowEnds, _written) = (now + Window, 0);
            if (_written == PerMinute)
            {
                _unwritten++;
                return ValueTask.CompletedTask;
            }

            _written++;
            (before, _unwritten) = (_unwritten, 0);
        }

        var outcome = before == 0 ? why : $"{why}; {before} more before it were not listed";
        return audit.RecordAsync(new AuditDraft(AuditWords.Address(remote), AuditWords.SignInRefused, null, path, outcome), ct);
    }
}
