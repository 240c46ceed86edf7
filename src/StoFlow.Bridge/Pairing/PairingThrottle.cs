using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Policy;

namespace StoFlow.Bridge.Pairing;

/// <summary>
/// Slows guessing down: after 5 wrong codes from an address, or 50 from all, within a code's life, nothing is looked up for a minute.
/// At that rate a code of 34.5 bits holds for thousands of years.
/// </summary>
internal sealed class PairingThrottle(TimeProvider clock, Diagnostics diagnostics)
{
    public const int PerAddress = 5;
    public const int InAll = 50;
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    // Strangers choose their addresses: past this many, new ones share one place.
    private const int MaxAddresses = 10_000;
    private const string Others = "*";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, WrongTries> _addresses = new(StringComparer.Ordinal);
    private readonly WrongTries _all = new(InAll);

    /// <summary>How long this address has to wait; null: it may try.</summary>
    public TimeSpan? MustWait(string? address)
    {
        var now = clock.GetElapsedTime(0);
        lock (_lock)
        {
            var until = _addresses.TryGetValue(Key(address), out var own) && own.BlockedUntil > _all.BlockedUntil ? own.BlockedUntil : _all.BlockedUntil;
            return until > now ? until - now : null;
        }
    }

    /// <summary>A wrong code came from this address.</summary>
    public void Wrong(string? address)
    {
        diagnostics.Refused(RefusalCode.PairingCodeWrong);
        var now = clock.GetElapsedTime(0);
        lock (_lock)
        {
            if (_addresses.Count >= MaxAddresses)
                foreach (var (old, _) in _addresses.Where(entry => entry.Value.IsOver(now)).ToArray()) _addresses.Remove(old);
            var key = Key(address);
            if (!_addresses.TryGetValue(key, out var own))
            {
                if (_addresses.Count >= MaxAddresses) key = Others;
                if (!_addresses.TryGetValue(key, out own)) _addresses.Add(key, own = new WrongTries(PerAddress));
            }

            own.Add(now);
            _all.Add(now);
        }
    }

    private string Key(string? address)
    {
        var key = AddressKey.Of(address);
        return _addresses.Count >= MaxAddresses && !_addresses.ContainsKey(key) ? Others : key;
    }
}
