using System.Buffers.Text;
using System.Net.WebSockets;
using System.Text;

namespace StoFlow.Bench.Browsers;

/// <summary>The relay's peer: answers each numbered frame at once.</summary>
internal static class RelayTalk
{
    private static readonly byte[] Head = Encoding.ASCII.GetBytes("{\"id\":");
    private static readonly byte[] Tail = Encoding.UTF8.GetBytes($",\"answer\":{SiteAnswer.Response}}}");

    public static async Task RunAsync(BenchSocket socket, CancellationToken ct)
    {
        var answer = new byte[4_096];
        Head.CopyTo(answer, 0);
        try
        {
            while (await socket.ReadAsync(ct) is { Length: > 0 } frame) await socket.SendAsync(answer.AsMemory(0, Write(frame.Span, answer)), ct);
        }
        catch (Exception end) when (end is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The relay stopped, or the run is over.
        }
    }

    private static int Write(ReadOnlySpan<byte> frame, Span<byte> answer)
    {
        if (!Utf8Parser.TryParse(frame[Head.Length..], out long id, out _)) throw new InvalidOperationException("The relay sent no number.");
        Utf8Formatter.TryFormat(id, answer[Head.Length..], out var digits);
        Tail.CopyTo(answer[(Head.Length + digits)..]);
        return Head.Length + digits + Tail.Length;
    }
}
