using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Wire;

/// <summary>What came in: a message, or the bytes of a binary frame, which are good until the next read.</summary>
internal readonly record struct WireFrame(WireMessage? Message, ReadOnlyMemory<byte> Chunk);
