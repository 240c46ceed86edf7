namespace StoFlow.Protocol.Http;

/// <summary>How long a command may take from its acceptance to its outcome. The bridge ends it by this, and the client waits by it.</summary>
public static class CommandTimeout
{
    /// <summary>The longest that may be asked for, in milliseconds: an hour.</summary>
    public const int MaxMs = 3_600_000;

    private const int DefaultMs = 30_000;
    private const int DefaultSeveralMs = 60_000;

    /// <summary>The time of a call, in milliseconds: what it says, else 30,000 (60,000 for several requests) or the longest that one of its requests asks for.</summary>
    public static int Of(ExecuteRequest request)
    {
        if (request.TimeoutMs is { } given) return Math.Clamp(given, 0, MaxMs);
        var several = request.Action is CommandAction.Batch or CommandAction.BatchAlias or CommandAction.Sequential;
        var longest = several ? DefaultSeveralMs : DefaultMs;
        foreach (var body in (request.Requests ?? []).Append(request.Request))
            if (body?.Timeout is { } timeout && timeout <= MaxMs) longest = Math.Max(longest, timeout);
        return longest;
    }
}
