using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StoFlow.Sandbox.Shop;

namespace StoFlow.Sandbox;

/// <summary>A self-signed certificate for all hosts of the marketplace, made anew at every start.</summary>
internal static class SiteCertificate
{
    public static X509Certificate2 Make(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Sandbox Marketplace", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var site in MarketSite.All) names.AddDnsName(site.Host);
        foreach (var name in (ReadOnlySpan<string>)["images1.vinted.net", "*.vinted.net", "localhost"]) names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));

        // Windows serves TLS only with a key it has imported itself.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), password: null);
    }

    /// <summary>Base64 of the SHA-256 of the public key, as Chromium's list of accepted keys wants it.</summary>
    public static string PublicKeyHash(X509Certificate2 certificate)
        => Convert.ToBase64String(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
}
