using StoFlow.Harness.FakePlugins;

namespace StoFlow.Harness.Faults.Plugins;

/// <summary>A background's connection while it is up.</summary>
/// <param name="Ended">Cancelled when it goes down.</param>
internal sealed record BackgroundLink(FakeSocket Socket, FakeBodies Bodies, CancellationToken Ended);
