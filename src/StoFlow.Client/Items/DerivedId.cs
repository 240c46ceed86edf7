using System.Security.Cryptography;
using System.Text;

namespace StoFlow.Client;

/// <summary>An id that follows from an idempotency key: the caller's repetition must send the very same bodies.</summary>
internal static class DerivedId
{
    public static Guid Of(string key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x40);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
