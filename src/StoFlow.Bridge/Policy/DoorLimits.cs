using System.Net;
using System.Threading.RateLimiting;

namespace StoFlow.Bridge.Policy;

/// <summary>How often somebody may knock. What is refused or open is counted tightly, what carries a good token generously.</summary>
internal sealed class DoorLimits : IDisposable
{
    private readonly PartitionedRateLimiter<string> _tokens;
    private readonly PartitionedRateLimiter<string> _open;
    private readonly PartitionedRateLimiter<string> _refused;

    public DoorLimits(BridgeOptions options)
    {
        var door = options.Door;
        _tokens = Buckets(door.RequestsPerSecond, door.RequestsPerSecond, TimeSpan.FromSeconds(1));
        _open = Buckets(door.OpenRequestsPerSecond, door.OpenRequestsPerSecond, TimeSpan.FromSeconds(1));
        _refused = Buckets(door.RefusedPerMinute, door.RefusedPerMinute, TimeSpan.FromMinutes(1));
    }

    /// <summary>One request with a good token; false when its ceiling is reached.</summary>
    public bool Token(string tokenId) => Take(_tokens, tokenId);

    /// <summary>One request to an open route.</summary>
    public bool Open(IPAddress? remote) => Take(_open, AddressKey.Of(remote));

    /// <summary>One sign-in that is refused; false when it is not even worth saying why.</summary>
    public bool Refused(IPAddress? remote) => Take(_refused, AddressKey.Of(remote));

    public void Dispose()
    {
        _tokens.Dispose();
        _open.Dispose();
        _refused.Dispose();
    }

    private static bool Take(PartitionedRateLimiter<string> limiter, string key)
    {
        using var lease = limiter.AttemptAcquire(key);
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<string> Buckets(int burst, int refill, TimeSpan period) =>
        PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst,
            TokensPerPeriod = Math.Max(1, refill / 10),
            ReplenishmentPeriod = period / 10,
            QueueLimit = 0,
            AutoReplenishment = true,
        }));
}
