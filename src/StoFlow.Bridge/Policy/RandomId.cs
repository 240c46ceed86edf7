using System.Buffers.Text;
using System.Security.Cryptography;

namespace StoFlow.Bridge.Policy;

/// <summary>Ids that cannot be guessed or counted: a short word and 120 random bits.</summary>
internal static class RandomId
{
    /// <summary>Such as <c>tok_</c> and 20 characters of base64url.</summary>
    public static string New(string word)
    {
        Span<byte> random = stackalloc byte[15];
        RandomNumberGenerator.Fill(random);
        return $"{word}_{Base64Url.EncodeToString(random)}";
    }
}
