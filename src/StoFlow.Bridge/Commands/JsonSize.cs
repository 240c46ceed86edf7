using System.Runtime.InteropServices;
using System.Text.Json;

namespace StoFlow.Bridge.Commands;

/// <summary>How big a JSON value is.</summary>
internal static class JsonSize
{
    /// <summary>The bytes of its text in UTF-8, without making a string of it.</summary>
    public static int GetRawTextLength(this JsonElement value) =>
        value.ValueKind == JsonValueKind.Undefined ? 0 : JsonMarshal.GetRawUtf8Value(value).Length;
}
