using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using StoFlow.Bridge.Pairing;

namespace StoFlow.Tests.Door;

/// <summary>Signatures of the hand-shake: fixed vectors that any implementation can be held to, and everything that must not pass.</summary>
public sealed class HandshakeTextTests
{
    private const string BridgeId = "bridge-7Qm2";
    private const string BrowserId = "brw_0123456789abcdefghij";
    private const string Challenge = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    private const string PublicKey = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEHOMvzAxAhqN0La4HGX9tfRxzEIQrZ37tUHU61ep79EsPHox2rOTjUKaHPyi6EkUV5plPtCbbjNWUk8N44Ymo5A";
    private const string Signature = "d8-FVi9YI93d2WB54kRcyRBXEXq-lcyR60wc_rWpJIUSQQpJANHV2KEJkCSPoPFOgxZvmAMmzK9P4WTvEk1wGw";

    private static readonly byte[] Key = HandshakeText.ReadKey(PublicKey)!;

    [Fact]
    public void The_text_is_the_protocol_s() =>
        Assert.Equal($"stoflow.v1\n{BridgeId}\n{BrowserId}\n{Challenge}", HandshakeText.Of(BridgeId, BrowserId, Challenge));

    [Fact]
    public void The_fixed_vector_passes() =>
        Assert.True(HandshakeText.IsSigned(Key, HandshakeText.Of(BridgeId, BrowserId, Challenge), Signature));

    [Theory]
    [InlineData("other-bridge", BrowserId, Challenge)]
    [InlineData(BridgeId, "brw_other", Challenge)]
    [InlineData(BridgeId, BrowserId, "BBECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")]
    [InlineData(BridgeId, BrowserId, Challenge + "\n")]
    [InlineData(BridgeId + "\n" + BrowserId, "", Challenge)]
    public void A_signature_of_another_text_does_not(string bridge, string browser, string challenge) =>
        Assert.False(HandshakeText.IsSigned(Key, HandshakeText.Of(bridge, browser, challenge), Signature));

    [Fact]
    public void A_signature_of_another_key_does_not()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.False(HandshakeText.IsSigned(other.ExportSubjectPublicKeyInfo(), HandshakeText.Of(BridgeId, BrowserId, Challenge), Signature));
    }

    [Fact]
    public void The_DER_form_does_not()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var text = HandshakeText.Of(BridgeId, BrowserId, Challenge);
        var der = key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

        Assert.False(HandshakeText.IsSigned(key.ExportSubjectPublicKeyInfo(), text, Base64Url.EncodeToString(der)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("not base64url!")]
    public void What_is_no_signature_does_not(string signature) =>
        Assert.False(HandshakeText.IsSigned(Key, HandshakeText.Of(BridgeId, BrowserId, Challenge), signature));

    [Fact]
    public void A_signature_of_zeros_does_not() =>
        Assert.False(HandshakeText.IsSigned(Key, HandshakeText.Of(BridgeId, BrowserId, Challenge), Base64Url.EncodeToString(new byte[64])));

    [Fact]
    public void Only_P256_keys_are_taken()
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        using var good = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var spki = good.ExportSubjectPublicKeyInfo();

        Assert.NotNull(HandshakeText.ReadKey(Base64Url.EncodeToString(spki)));
        Assert.Null(HandshakeText.ReadKey(Base64Url.EncodeToString(p384.ExportSubjectPublicKeyInfo())));
        Assert.Null(HandshakeText.ReadKey(Base64Url.EncodeToString(rsa.ExportSubjectPublicKeyInfo())));
        Assert.Null(HandshakeText.ReadKey(Base64Url.EncodeToString([.. spki, 0])));
        Assert.Null(HandshakeText.ReadKey(Base64Url.EncodeToString(spki.AsSpan(0, 60))));
        Assert.Null(HandshakeText.ReadKey(""));
        Assert.Null(HandshakeText.ReadKey("@@@"));
        Assert.Null(HandshakeText.ReadKey(Base64Url.EncodeToString(good.ExportPkcs8PrivateKey())));
    }

    [Fact]
    public void A_point_off_the_curve_is_no_key()
    {
        using var good = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var spki = good.ExportSubjectPublicKeyInfo();
        spki[^1] ^= 1;

        Assert.Null(HandshakeText.ReadKey(Base64Url.EncodeToString(spki)));
    }
}
