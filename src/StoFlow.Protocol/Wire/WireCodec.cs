using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace StoFlow.Protocol.Wire;

/// <summary>Text frames to records and back.</summary>
public static class WireCodec
{
    /// <summary>The largest text frame, in bytes.</summary>
    public const int MaxFrameBytes = 1024 * 1024;

    /// <summary>Above this, requests and results travel as a body, in bytes.</summary>
    public const int MaxInlineBytes = 512 * 1024;

    private const int LongestType = 32;

    private static readonly FrozenDictionary<string, JsonTypeInfo>.AlternateLookup<ReadOnlySpan<char>> Types = ProtocolJson.Relaxed.WireMessage.PolymorphismOptions!.DerivedTypes
        .ToFrozenDictionary(known => (string)known.TypeDiscriminator!, known => ProtocolJson.Relaxed.GetTypeInfo(known.DerivedType)!, StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The word in a message's <c>type</c>: what its sender knows it by.</summary>
    public static string WordOf(WireMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return (string)ProtocolJson.Relaxed.WireMessage.PolymorphismOptions!.DerivedTypes.First(known => known.DerivedType == message.GetType()).TypeDiscriminator!;
    }

    /// <summary>The frame of a message.</summary>
    public static byte[] Write(WireMessage message) =>
        JsonSerializer.SerializeToUtf8Bytes(message, ProtocolJson.Relaxed.WireMessage);

    /// <summary>Whether a binary frame holds a message, in UTF-8, and no chunk.</summary>
    public static bool IsMessage(ReadOnlySpan<byte> frame) => frame is [(byte)'{', ..];

    /// <summary>Reads a frame; on failure <paramref name="error"/> names the field.</summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, [NotNullWhen(true)] out WireMessage? message, [NotNullWhen(false)] out string? error)
    {
        (message, error) = (null, null);
        try
        {
            message = (WireMessage?)JsonSerializer.Deserialize(frame, TypeOf(frame) ?? ProtocolJson.Relaxed.WireMessage);
            if (message is not null) return true;
            error = "The message is null; an object with a type is due.";
        }
        catch (JsonException problem)
        {
            error = JsonFault.Describe(problem);
        }
        catch (NotSupportedException)
        {
            error = "type: missing or not one of docs/protocol.md §3.";
        }

        return false;
    }

    // Both sides write the type first. Left to itself the serializer looks for it through the whole message, which is half the work for a large one.
    private static JsonTypeInfo? TypeOf(ReadOnlySpan<byte> frame)
    {
        var json = new Utf8JsonReader(frame);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject || !json.Read() || json.TokenType != JsonTokenType.PropertyName || !json.ValueTextEquals("type"u8)) return null;
        if (!json.Read() || json.TokenType != JsonTokenType.String || json.ValueSpan.Length > LongestType) return null;
        // As it stands, escapes and broken letters too: those are no type of ours, and the serializer says what is wrong with them.
        Span<char> type = stackalloc char[LongestType];
        return Types.TryGetValue(type[..Encoding.Latin1.GetChars(json.ValueSpan, type)], out var found) ? found : null;
    }
}
