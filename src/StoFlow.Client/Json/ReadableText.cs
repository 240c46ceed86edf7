using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace StoFlow.Client;

/// <summary>
/// A text of an answer, whatever is in it: of half a character, which JSON can hold and <see cref="JsonElement.GetString"/> refuses, a mark for "unreadable" is left. Not for what is
/// sent back.
/// </summary>
internal static class ReadableText
{
    /// <param name="value">A text or a number.</param>
    public static string Of(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return value.ToString();
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // All escapes of JSON are escapes here too, and mean the same.
            var raw = Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value)[1..^1]);
            return string.Concat(Regex.Unescape(raw).EnumerateRunes());
        }
    }
}
