using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace StoFlow.Harness.FakePlugins;

/// <summary>A paired browser: its id and its key, as a plugin keeps them.</summary>
public sealed record FakeIdentity(string BrowserId, string Seller, ECDsa Key)
{
    /// <summary>The signature of the hand-shake (<c>docs/protocol.md</c> §4.3).</summary>
    public static string Sign(ECDsa key, string bridgeId, string subject, string challenge) => Base64Url.EncodeToString(
        key.SignData(
            Encoding.UTF8.GetBytes($"stoflow.v1\n{bridgeId}\n{subject}\n{challenge}"), HashAlgorithmName.SHA256,
            DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
}
