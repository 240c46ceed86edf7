using System.Security.Cryptography;
using System.Text;
using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Policy;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Pairing;

/// <summary>The codes that wait to be typed. In memory only: a restart ends them, and a stolen store holds none.</summary>
internal sealed class PairingBook(AuditLog audit, TimeProvider clock)
{
    /// <summary>How long a code is good.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private const int MaxWaiting = 100;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, PairingState> _all = new(StringComparer.Ordinal);
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>Makes a code for a seller.</summary>
    public async Task<PairingView> MakeAsync(string seller, string actor, CancellationToken ct)
    {
        var code = PairingCode.New();
        var now = clock.GetUtcNow();
        var pairing = new PairingState(RandomId.New("pair"), seller, Hash(code), now + Life, clock.GetTimestamp());
        lock (_lock)
        {
            Forget_NeedsLock();
            if (_all.Values.Count(other => other.Status(LeftOf(other)) == "waiting") >= MaxWaiting)
                throw new BridgeException(ErrorCode.RateLimited, $"{MaxWaiting} codes are waiting already; use one of them or wait until they expire.")
                {
                    RetryAfter = Life,
                };
            _all.Add(pairing.Id, pairing);
        }

        await audit.RecordAsync(new AuditDraft(actor, AuditWords.PairingMade, seller, pairing.Id, null), ct);
        return new PairingView(pairing.Id, seller, PairingCode.Show(code), "waiting", pairing.ExpiresAt);
    }

    /// <summary>What became of a code; the code itself is not shown again. Null when there is no such pairing, or not any more.</summary>
    public PairingView? Get(string id)
    {
        lock (_lock)
            return _all.TryGetValue(id, out var pairing)
                ? new PairingView(id, pairing.Seller, "", pairing.Status(LeftOf(pairing)), pairing.ExpiresAt, pairing.Browser)
                : null;
    }

    /// <summary>The waiting pairing of a code. Looks at every code, whatever fits, so that time tells nothing.</summary>
    public PairingState? Find(string code)
    {
        var hash = Hash(code);
        PairingState? found = null;
        lock (_lock)
            foreach (var pairing in _all.Values)
                if (CryptographicOperations.FixedTimeEquals(pairing.CodeHash, hash) && !pairing.Claimed && LeftOf(pairing) > TimeSpan.Zero)
                    found = pairing;
        return found;
    }

    /// <summary>How much of its life a code has left.</summary>
    public TimeSpan Left(PairingState pairing) => LeftOf(pairing) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>Uses a code up. True for one caller only; who gets it calls <see cref="Complete"/> or <see cref="Release"/>.</summary>
    public bool Claim(string id)
    {
        lock (_lock)
        {
            if (!_all.TryGetValue(id, out var pairing) || pairing.Claimed || LeftOf(pairing) <= TimeSpan.Zero) return false;
            _all[id] = pairing with { Claimed = true };
            return true;
        }
    }

    /// <summary>The claimed code led to this browser.</summary>
    public void Complete(string id, string browser)
    {
        lock (_lock) _all[id] = _all[id] with { Browser = browser };
    }

    /// <summary>The claimed code led to nothing, through no fault of the seller: it may be typed again.</summary>
    public void Release(string id)
    {
        lock (_lock) _all[id] = _all[id] with { Claimed = false };
    }

    /// <summary>Ends the waiting codes of a seller.</summary>
    public void End(string seller)
    {
        lock (_lock)
            foreach (var waiting in _all.Values.Where(pairing => pairing.Seller == seller && !pairing.Claimed).ToArray())
                _all[waiting.Id] = waiting with { ExpiresAt = DateTimeOffset.MinValue };
    }

    private byte[] Hash(string code) => HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(code));

    // By whichever clock is there first: the wall clock may have been set back, and a code that somebody saw would be good for hours; the other one sleeps
    // with the machine.
    private TimeSpan LeftOf(PairingState pairing)
    {
        var (byWall, byTimer) = (pairing.ExpiresAt - clock.GetUtcNow(), Life - clock.GetElapsedTime(pairing.MadeAt));
        return byWall < byTimer ? byWall : byTimer;
    }

    private void Forget_NeedsLock()
    {
        foreach (var old in _all.Values.Where(pairing => !(pairing.Claimed && pairing.Browser is null) && LeftOf(pairing) < -Kept).ToArray())
            _all.Remove(old.Id);
    }
}
