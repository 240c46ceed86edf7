using System.Net.WebSockets;
using System.Text.Json;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bench.Browsers;

/// <summary>A browser at work: says that it began, then what the site answered, at once. The frames are laid out beforehand.</summary>
internal static class BridgeTalk
{
    public static async Task RunAsync(BenchSocket socket, CancellationToken ct)
    {
        var begun = new FrameMould("""{"type":"begun","id":"{id}"}""");
        var result = new FrameMould($$"""{"type":"result","id":"{id}","outcome":"done","duration_ms":3,"results":[{{SiteAnswer.Response}}]}""");
        var id = new byte[FrameMould.IdLength];
        try
        {
            while (await socket.ReadAsync(ct) is { Length: > 0 } frame)
            {
                if (IsCommand(frame.Span, id))
                {
                    await socket.SendAsync(begun.Fill(id), ct);
                    await socket.SendAsync(result.Fill(id), ct);
                }
                else if (WireCodec.TryRead(frame.Span, out var message, out _) && message is Ping ping)
                {
                    await socket.SendAsync(new Pong(ping.Seq), ct);
                }
            }
        }
        catch (Exception end) when (end is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The bridge stopped, or the run is over.
        }
    }

    // The bridge writes the type first; all but commands are rare enough, or small enough, for the codec.
    private static bool IsCommand(ReadOnlySpan<byte> frame, Span<byte> id)
    {
        var json = new Utf8JsonReader(frame);
        json.Read();
        if (!json.Read() || !json.ValueTextEquals("type"u8) || !json.Read() || !json.ValueTextEquals("command"u8)) return false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isId = json.ValueTextEquals("id"u8);
            json.Read();
            if (isId) return json.CopyString(id) == FrameMould.IdLength;
            json.Skip();
        }

        return false;
    }
}
