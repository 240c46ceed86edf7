using System.Buffers.Text;
using System.Text;

namespace StoFlow.Bench.Load;

/// <summary>Just enough of HTTP/1.1 to see where the one answer on a connection ends.</summary>
internal static class HttpAnswer
{
    private const int StatusAt = 9;

    /// <summary>The status, once the whole answer is here.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out int status)
    {
        status = 0;
        var head = bytes.IndexOf("\r\n\r\n"u8);
        if (head < 0) return false;
        if (!Utf8Parser.TryParse(bytes[StatusAt..], out status, out _)) throw new IOException("The server does not speak HTTP/1.1.");
        var body = bytes[(head + 4)..];
        if (Value(bytes[..(head + 2)], "\r\nContent-Length: "u8) is { Length: > 0 } length && Utf8Parser.TryParse(length, out int size, out _))
            return body.Length >= size;
        return IsWhole(body);
    }

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        var at = head.IndexOf(name);
        return at < 0 ? default : head[(at + name.Length)..];
    }

    // Chunked: walk from size to size up to the empty one.
    private static bool IsWhole(ReadOnlySpan<byte> body)
    {
        while (body.IndexOf("\r\n"u8) is var line and > 0)
        {
            if (!Utf8Parser.TryParse(body[..line], out int size, out _, 'x')) throw new IOException($"Not a chunk: {Encoding.ASCII.GetString(body[..line])}");
            if (size == 0) return body.Length >= line + 4;
            if (body.Length < line + 2 + size + 2) return false;
            body = body[(line + 2 + size + 2)..];
        }

        return false;
    }
}
