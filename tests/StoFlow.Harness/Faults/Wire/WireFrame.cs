using System.Buffers.Binary;
using System.Text;

namespace StoFlow.Harness.Faults.Wire;

/// <summary>One WebSocket frame (RFC 6455 §5.2) as it is on the line, and what it says.</summary>
internal sealed class WireFrame
{
    private const int Text = 1;
    private const int Binary = 2;
    private const int Continuation = 0;
    private readonly int _payloadAt;
    private readonly int _maskAt;
    private string? _says;

    private WireFrame(byte[] bytes, int payloadAt, int maskAt) => (Bytes, _payloadAt, _maskAt) = (bytes, payloadAt, maskAt);

    /// <summary>Header and payload.</summary>
    public byte[] Bytes { get; }

    /// <summary>A whole message, as text or as bytes; a browser may cut a long one into several frames, and those are left alone.</summary>
    public bool IsMessage => (Bytes[0] & 0x80) != 0 && ((Bytes[0] & 0x0F) == Text || ((Bytes[0] & 0x0F) == Binary && First == '{'));

    /// <summary>The text of a message, unmasked; empty for any other frame.</summary>
    public string Says => _says ??= IsMessage ? Read() : "";

    /// <summary>Whether a text message began before and goes on here.</summary>
    public bool IsPart => (Bytes[0] & 0x0F) == Continuation || (Bytes[0] & 0x80) == 0;

    private int First => _payloadAt == Bytes.Length ? -1 : Bytes[_payloadAt] ^ (_maskAt < 0 ? 0 : Bytes[_maskAt]);

    /// <summary>The first whole frame of <paramref name="buffer"/>, or null when more bytes are needed.</summary>
    public static WireFrame? Take(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length < 2) return null;
        var masked = (buffer[1] & 0x80) != 0;
        long length = buffer[1] & 0x7F;
        var at = 2;
        if (length == 126)
        {
            if (buffer.Length < 4) return null;
            length = BinaryPrimitives.ReadUInt16BigEndian(buffer[2..]);
            at = 4;
        }
        else if (length == 127)
        {
            if (buffer.Length < 10) return null;
            length = BinaryPrimitives.ReadInt64BigEndian(buffer[2..]);
            at = 10;
        }

        var maskAt = masked ? at : -1;
        if (masked) at += 4;
        if (buffer.Length - at < length) return null;
        return new WireFrame(buffer[..(at + (int)length)].ToArray(), at, maskAt);
    }

    private string Read()
    {
        if (_maskAt < 0) return Encoding.UTF8.GetString(Bytes.AsSpan(_payloadAt));
        var text = Bytes[_payloadAt..];
        for (var index = 0; index < text.Length; index++) text[index] ^= Bytes[_maskAt + (index & 3)];
        return Encoding.UTF8.GetString(text);
    }
}
