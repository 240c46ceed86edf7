using System.Buffers.Text;
using System.Security.Cryptography;

namespace StoFlow.Bridge.Policy;

/// <summary>Ids that cannot be guessed or counted: a short word and 120 random bits.</summary>
internal static class RandomId
{
    /// <summary>Such as <c>tok_</c> and 20 characters of base64url.</summary>
    public static string New(string word) => $"{word}_{Random()}";

    /// <summary>The id of what takes over from another thing: it begins like that one's.</summary>
    public static string After(string id) => $"{Root(id)}.{Random()}";

    /// <summary>The id of the first of those that took over from each other.</summary>
    public static string Root(string id) => id.Split('.')[0];

    private static string Random()
    {
        Span<byte> random = stackalloc byte[15];
        RandomNumberGenerator.Fill(random);
        return Base64Url.EncodeToString(random);
    }
}
