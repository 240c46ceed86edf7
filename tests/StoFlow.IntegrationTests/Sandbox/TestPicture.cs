using System.Buffers.Binary;
using System.Security.Cryptography;

namespace StoFlow.IntegrationTests.SandboxTests;

/// <summary>Bytes with a true PNG head and a body of any size that no two calls share.</summary>
internal static class TestPicture
{
    public static byte[] Make(int size = 400, int width = 120, int height = 160)
    {
        var bytes = RandomNumberGenerator.GetBytes(Math.Max(size, 33));
        ReadOnlySpan<byte> head = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R'];
        head.CopyTo(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(20), height);
        return bytes;
    }
}
