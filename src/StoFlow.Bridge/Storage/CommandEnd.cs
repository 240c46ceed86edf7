using StoFlow.Protocol;

namespace StoFlow.Bridge.Storage;

/// <summary>How a write ended, for its record.</summary>
internal sealed record CommandEnd(
    string Id, CommandState State, DateTimeOffset At, string? Code, string? Detail, byte[]? Answer, string? SettledBy = null);
