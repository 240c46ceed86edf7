using System.Security.Cryptography;
using System.Text;
using StoFlow.Protocol;

namespace StoFlow.Client;

/// <summary>The key by which the bridge knows a command again.</summary>
internal static class IdempotencyKey
{
    private const int Longest = 200;
    private const string AgainPart = "again";
    private const string AgainEnd = "-" + AgainPart;

    public static string New() => Guid.NewGuid().ToString("N");

    /// <summary>The caller's key, or a new one.</summary>
    public static string Or(string? key) => Checked(key) ?? New();

    /// <summary>The key of a second try of a write that surely did not happen.</summary>
    public static string Again(string key) => Derive(key, AgainPart);

    /// <summary>The key of the first try.</summary>
    public static string First(string key) => key.EndsWith(AgainEnd, StringComparison.Ordinal) ? key[..^AgainEnd.Length] : key;

    /// <summary>The key of a part of what the caller's key stands for.</summary>
    public static string Derive(string key, string part)
    {
        var derived = $"{key}-{part}";
        return derived.Length <= Longest ? derived : $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}-{part}";
    }

    public static string? Checked(string? key)
    {
        if (key is null) return null;
        // A header loses the spaces at its ends, and the key would be another one.
        if (key.Length is 0 or > Longest || key.AsSpan().ContainsAnyExceptInRange(' ', '~') || key[0] == ' ' || key[^1] == ' ')
            throw new RefusedException(ErrorCode.InvalidRequest, $"Idempotency key: 1 to {Longest} printable ASCII characters, none of those at its ends a space.") { Field = "Idempotency-Key" };
        return key;
    }
}
