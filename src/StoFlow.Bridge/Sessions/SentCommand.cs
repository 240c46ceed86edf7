using System.Security.Cryptography;
using System.Text.Json;
using StoFlow.Bridge.Wire;
using StoFlow.Protocol;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Sessions;

/// <summary>A command on its way: its frame, and the body that goes beside it when it is too big for a frame.</summary>
internal sealed class SentCommand
{
    /// <summary>No id of a command is longer. A browser that names longer ones would have the bridge hold them.</summary>
    public const int LongestId = 64;

    private readonly BodySource? _payload;

    private SentCommand(PendingCommand command, ReadOnlyMemory<byte> frame, BodySource? payload) =>
        (Command, Frame, _payload) = (command, frame, payload);

    public PendingCommand Command { get; }

    /// <summary>Empty for a command that was sent before the bridge restarted.</summary>
    public ReadOnlyMemory<byte> Frame { get; private set; }

    /// <summary>Holds a result that came before its body.</summary>
    public CommandResult? Result { get; set; }

    public static SentCommand Adopted(PendingCommand command) => new(command, default, null);

    /// <param name="command">What is to be sent.</param>
    /// <param name="parallel">How many requests of a batch may run at once.</param>
    /// <param name="gapMs">The least time between two starts.</param>
    /// <param name="at">How old the connection is that it leaves by.</param>
    public static SentCommand Of(PendingCommand command, int parallel, int gapMs, TimeSpan at)
    {
        var message = command.Message(parallel, gapMs) with { AtMs = (long)at.TotalMilliseconds };
        var frame = WireCodec.Write(message);
        if (frame.Length <= WireCodec.MaxInlineBytes || message.Requests is null) return new SentCommand(command, frame, null);

        var bytes = JsonSerializer.SerializeToUtf8Bytes(message.Requests, ProtocolJson.Relaxed.IReadOnlyListSiteRequest);
        var body = new BodyRef(command.Id, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        return new SentCommand(
            command, WireCodec.Write(message with { Requests = null, Payload = body }), new BodySource(body, null, bytes));
    }

    /// <summary>The frame is in the socket's queue; no need to hold it twice.</summary>
    public void FrameLeft() => Frame = default;

    /// <summary>A body that the browser may pull for this command.</summary>
    public BodySource? Find(string bodyId)
    {
        if (_payload?.Body.BodyId == bodyId) return _payload;
        foreach (var body in Command.Bodies)
            if (body.Body.BodyId == bodyId) return body;
        return null;
    }
}
