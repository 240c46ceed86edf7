using StoFlow.Sandbox.Api;

namespace StoFlow.Sandbox.Faults;

/// <summary>A real limit of calls per minute and account, when the settings ask for one.</summary>
internal sealed class Pace
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, (long Minute, int Calls)> _used = [];

    public bool IsOver(ApiCall call)
    {
        var limit = call.Settings.CallsPerMinute;
        if (limit <= 0) return false;
        var minute = call.Market.Time.GetUtcNow().ToUnixTimeSeconds() / 60;
        var key = call.Account?.Id ?? 0;
        lock (_lock)
        {
            var used = _used.GetValueOrDefault(key);
            if (used.Minute != minute) used = (minute, 0);
            _used[key] = used with { Calls = used.Calls + 1 };
            return used.Calls >= limit;
        }
    }
}
