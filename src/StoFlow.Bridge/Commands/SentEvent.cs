using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Commands;

/// <summary>An event and its place among all of this run of the bridge.</summary>
/// <param name="Id">What a reader that comes back names.</param>
internal readonly record struct SentEvent(string Id, CommandEvent Event);
