using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace StoFlow.Bridge.Policy;

/// <summary>The form of a token's secret: <c>stf_</c> and 256 random bits in base64url. The prefix lets scanners find leaked ones.</summary>
internal static class TokenSecret
{
    public const string Prefix = "stf_";

    /// <summary>Characters in all.</summary>
    public const int Length = 47;

    public static string New()
    {
        Span<byte> random = stackalloc byte[32];
        RandomNumberGenerator.Fill(random);
        return Prefix + Base64Url.EncodeToString(random);
    }

    /// <summary>Whether it could be one of ours; spares hashing what cannot.</summary>
    public static bool HasForm(ReadOnlySpan<char> secret) => secret.Length == Length && secret.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Hashes a secret of the right form.</summary>
    public static void Hash(ReadOnlySpan<char> secret, Span<byte> hash)
    {
        Span<byte> utf8 = stackalloc byte[Length * 3];
        var length = Encoding.UTF8.GetBytes(secret, utf8);
        SHA256.HashData(utf8[..length], hash);
    }
}
