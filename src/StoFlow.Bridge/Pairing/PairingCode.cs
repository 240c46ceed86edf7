using System.Security.Cryptography;

namespace StoFlow.Bridge.Pairing;

/// <summary>The code a seller types: 8 of 20 consonants, so that it spells no word and no letter is mistaken for a digit.</summary>
internal static class PairingCode
{
    public const string Alphabet = "BCDFGHJKLMNPQRSTVWXZ";
    public const int Length = 8;

    public static string New() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>As people read it: <c>XXXX-XXXX</c>.</summary>
    public static string Show(string code) => $"{code[..4]}-{code[4..]}";

    /// <summary>The code in what somebody typed: case, spaces and dashes do not matter. Null when it cannot be one.</summary>
    public static string? Read(string typed)
    {
        if (typed.Length > 64) return null;
        Span<char> code = stackalloc char[Length];
        var count = 0;
        foreach (var c in typed)
        {
            if (char.IsWhiteSpace(c) || c is '-' or '–' or '_') continue;
            var upper = char.ToUpperInvariant(c);
            if (count == Length || !Alphabet.Contains(upper, StringComparison.Ordinal)) return null;
            code[count++] = upper;
        }

        return count == Length ? new string(code) : null;
    }
}
