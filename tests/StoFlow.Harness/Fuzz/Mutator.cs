using System.Text;

namespace StoFlow.Harness.Fuzz;

/// <summary>Breaks texts: bytes flipped, pieces lost, doubled and swapped, values of other kinds, sizes beyond sense. Repeats itself for a seed.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e400", "-0.0", "9223372036854775808", "99999999999999999999999", "0.1", "2147483648", "\"\"", "\"\\u0000\"",
        "\"\\ud800\"", "\"\\udfff\\ud800\"", "\"\\u202e\"", "\"../..\"", "\"*\"", "\"' OR 1=1--\"", "\"<script>\"", "[]", "{}", "[[]]", "[null]", "{\"\":1}",
        "{\"type\":\"hello\"}", "\"2026-01-01T00:00:00Z\"", "\"AAAA\"", "NaN", "Infinity", "undefined", "'x'", "\"\\x\"", "/**/1", "\ufeff1",
    ];

    /// <summary>The source of all chances of one worker.</summary>
    public Random Chance { get; } = new(seed);

    /// <summary>One of them.</summary>
    public T Pick<T>(IReadOnlyList<T> of) => of[Chance.Next(of.Count)];

    /// <summary>A broken copy of a JSON text; now and then the text as it is.</summary>
    /// <param name="json">What an honest peer could have sent.</param>
    /// <param name="ids">Ids that mean something to the bridge; texts are replaced by them at times.</param>
    public byte[] Break(string json, IReadOnlyList<string> ids)
    {
        if (Chance.Next(20) == 0) return Encoding.UTF8.GetBytes(json);
        for (var times = 1 + Chance.Next(3); times > 0; times--)
            json = Chance.Next(4) switch
            {
                0 => OtherValue(json),
                1 => OtherId(json, ids),
                2 => Piece(json),
                _ => json,
            };
        var bytes = Encoding.UTF8.GetBytes(json);
        return Chance.Next(3) switch
        {
            0 => Flip(bytes),
            1 when Chance.Next(8) == 0 => Deep(bytes),
            _ => bytes,
        };
    }

    /// <summary>Bytes without sense.</summary>
    public byte[] Noise(int most)
    {
        var noise = new byte[Chance.Next(most)];
        Chance.NextBytes(noise);
        return noise;
    }

    // The value after a colon becomes another one.
    private string OtherValue(string json)
    {
        if (Somewhere(json, ':') is not { } colon) return json;
        var end = json.AsSpan(colon + 1).IndexOfAny(',', '}', ']');
        if (end < 0) return json;
        var value = Chance.Next(12) == 0 ? $"\"{new string('x', 1 << Chance.Next(20))}\"" : Pick(Values);
        return string.Concat(json.AsSpan(0, colon + 1), value, json.AsSpan(colon + 1 + end));
    }

    private string OtherId(string json, IReadOnlyList<string> ids)
    {
        if (ids.Count == 0 || Somewhere(json, '"') is not { } start) return json;
        var end = json.IndexOf('"', start + 1);
        return end < 0 ? json : string.Concat(json.AsSpan(0, start + 1), Pick(ids), json.AsSpan(end));
    }

    private string Piece(string json)
    {
        if (json.Length < 4) return json;
        var from = Chance.Next(json.Length - 1);
        var length = Math.Min(1 + Chance.Next(40), json.Length - from);
        return Chance.Next(3) switch
        {
            0 => json.Remove(from, length),
            1 => json.Insert(Chance.Next(json.Length), json.Substring(from, length)),
            _ => json[..from],
        };
    }

    private byte[] Flip(byte[] bytes)
    {
        for (var times = bytes.Length == 0 ? 0 : 1 + Chance.Next(4); times > 0; times--) bytes[Chance.Next(bytes.Length)] = (byte)Chance.Next(256);
        return bytes;
    }

    private byte[] Deep(byte[] bytes)
    {
        var depth = 1 << Chance.Next(17);
        var (open, close) = Chance.Next(2) == 0 ? ("[", "]") : ("{\"a\":", "}");
        return [.. Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(open, depth))), .. bytes, .. Encoding.ASCII.GetBytes(new string(close[0], depth))];
    }

    private int? Somewhere(string text, char c)
    {
        var at = text.IndexOf(c, Chance.Next(text.Length + 1));
        return at >= 0 ? at : null;
    }
}
