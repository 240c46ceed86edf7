namespace StoFlow.Bridge.Wire;

/// <summary>What every connection needs to know.</summary>
internal sealed record WireSettings(TimeProvider Time, TimeSpan PingInterval, TimeSpan Silence, ILogger<WireConnection> Log);
