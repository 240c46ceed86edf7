using System.Diagnostics;
using StoFlow.Harness.FakePlugins;

namespace StoFlow.Harness.Faults.Plugins;

/// <summary>A background's connection while it is up.</summary>
/// <param name="Ended">Cancelled when it goes down.</param>
internal sealed record BackgroundLink(FakeSocket Socket, FakeBodies Bodies, CancellationToken Ended)
{
    private readonly long _openedAt = Stopwatch.GetTimestamp();

    /// <summary>How long a message was under way that the bridge sent when the connection was so old.</summary>
    public TimeSpan Late(long? atMs) =>
        atMs is { } at && Stopwatch.GetElapsedTime(_openedAt) - TimeSpan.FromMilliseconds(at) is { Ticks: > 0 } late ? late : TimeSpan.Zero;
}
