using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using StoFlow.Bridge.Storage;

namespace StoFlow.Bridge.Pairing;

/// <summary>
/// The bridge's own key: by it a browser tells the bridge that it was paired with from whatever else listens at its address. Made once and kept in
/// the store, so that it goes where the pairings go.
/// </summary>
internal sealed class BridgeKey(SqliteWriter writer) : IDisposable
{
    private readonly Lock _lock = new();
    private ECDsa? _key;

    /// <summary>SubjectPublicKeyInfo in base64url; null while the store could not take a key.</summary>
    public string? PublicText { get; private set; }

    /// <summary>Reads it, or makes it; before the first connection.</summary>
    public async Task LoadAsync(CancellationToken ct)
    {
        try
        {
            var held = writer.BridgeKey() ?? await MakeAsync(ct);
            _key = ECDsa.Create();
            _key.ImportPkcs8PrivateKey(held, out _);
            PublicText = Base64Url.EncodeToString(_key.ExportSubjectPublicKeyInfo());
        }
        catch (BridgeException)
        {
            // The store has said so itself. Browsers paired until the next start are given none, and ask for no proof.
        }
    }

    /// <summary>The proof that a browser asked for; null when it asked for none.</summary>
    public string? Prove(string bridgeId, string browserId, string hello, string? challenge)
    {
        if (_key is null || challenge is not { Length: > 0 and <= 100 }) return null;
        var text = Encoding.UTF8.GetBytes(HandshakeText.OfBridge(bridgeId, browserId, hello, challenge));
        lock (_lock) return Base64Url.EncodeToString(_key.SignData(text, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    /// <inheritdoc/>
    public void Dispose() => _key?.Dispose();

    private async Task<byte[]> MakeAsync(CancellationToken ct)
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = made.ExportPkcs8PrivateKey();
        await writer.AddBridgeKeyAsync(key, ct);
        return key;
    }
}
