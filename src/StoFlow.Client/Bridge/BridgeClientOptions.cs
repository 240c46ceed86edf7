namespace StoFlow.Client;

/// <summary>How a <see cref="BridgeClient"/> talks to its bridge.</summary>
public sealed record BridgeClientOptions
{
    /// <summary>An own client to use; it is not disposed. Its <c>Timeout</c> must be as long as the longest call, best infinite.</summary>
    public HttpClient? HttpClient { get; init; }

    /// <summary>An own handler to use, when <see cref="HttpClient"/> is null; it is not disposed.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>Deadlines and pauses between tries run on this clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Most repetitions of a call that broke off or met a restarting bridge: 0 to 50. With the default pauses, 10 last about 20 s.</summary>
    /// <value>10.</value>
    public int MaxRetries { get; init; } = 10;

    /// <summary>The first pause between tries; it doubles up to <see cref="MaxRetryDelay"/>, with jitter.</summary>
    /// <value>0.25 s.</value>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause between tries. A longer <c>Retry-After</c> is not waited for: the exception carries it.</summary>
    /// <value>3 s.</value>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long past a command's own deadline the bridge's answer is waited for.</summary>
    /// <value>10 s.</value>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Sends the token over plain HTTP to another machine as well. Without it only loopback may be plain.</summary>
    public bool AllowPlainHttp { get; init; }

    internal void ThrowIfInvalid(string parameter)
    {
        List<string> wrong = [];
        if (MaxRetries is < 0 or > 50) wrong.Add("MaxRetries: 0 to 50.");
        if (!IsPause(RetryDelay)) wrong.Add("RetryDelay: 0 to 1 day.");
        if (!IsPause(MaxRetryDelay)) wrong.Add("MaxRetryDelay: 0 to 1 day.");
        if (!IsPause(Grace)) wrong.Add("Grace: 0 to 1 day.");
        if (wrong.Count > 0) throw new ArgumentException("BridgeClientOptions: " + string.Join(" ", wrong), parameter);
    }

    private static bool IsPause(TimeSpan pause) => pause >= TimeSpan.Zero && pause <= TimeSpan.FromDays(1);
}
