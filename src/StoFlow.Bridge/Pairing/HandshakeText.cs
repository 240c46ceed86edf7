using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Pairing;

/// <summary>What a browser signs, and how that is checked (<c>docs/protocol.md</c> §4.3).</summary>
internal static class HandshakeText
{
    private const string P256 = "1.2.840.10045.3.1.7";
    private const int SignatureBytes = 64;

    /// <summary>The signed text; <paramref name="subject"/> is the browser's id, or the pairing's while it has none.</summary>
    public static string Of(string bridgeId, string subject, string challenge) =>
        $"{ProtocolVersion.Subprotocol}\n{bridgeId}\n{subject}\n{challenge}";

    /// <summary>What the bridge signs: both challenges, so that the proof is of this connection, and another first line, so that it is of no browser.</summary>
    public static string OfBridge(string bridgeId, string browserId, string hello, string challenge) =>
        $"{ProtocolVersion.Subprotocol}.bridge\n{bridgeId}\n{browserId}\n{hello}\n{challenge}";

    /// <summary>A P-256 public key from base64url SubjectPublicKeyInfo, in its one canonical encoding; null when it is anything else.</summary>
    public static byte[]? ReadKey(string base64Url)
    {
        // 91 bytes of SPKI are 122 characters; nothing much longer is worth decoding.
        if (base64Url.Length is 0 or > 200 || !Base64Url.IsValid(base64Url)) return null;
        try
        {
            var bytes = Base64Url.DecodeFromChars(base64Url);
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(bytes, out var read);
            if (read != bytes.Length || key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value != P256) return null;
            return key.ExportSubjectPublicKeyInfo();
        }
        catch (Exception problem) when (problem is CryptographicException or FormatException or PlatformNotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Whether the holder of the key signed the text: ECDSA with SHA-256 in the 64-byte IEEE P1363 form, base64url.</summary>
    public static bool IsSigned(ReadOnlySpan<byte> publicKey, string text, string signature)
    {
        if (signature.Length is 0 or > 100 || !Base64Url.IsValid(signature)) return false;
        var bytes = Base64Url.DecodeFromChars(signature);
        if (bytes.Length != SignatureBytes) return false;
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(publicKey, out _);
        return key.VerifyData(Encoding.UTF8.GetBytes(text), bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
