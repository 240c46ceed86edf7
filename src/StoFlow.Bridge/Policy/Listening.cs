using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;

namespace StoFlow.Bridge.Policy;

/// <summary>Where the bridge listens, with which limits; and that it listens beyond this machine only when that was asked for and is safe.</summary>
internal static class Listening
{
    private const int HeaderBytes = 16 * 1024;

    /// <summary>What is wrong with the addresses, each in one line that names the setting.</summary>
    public static IReadOnlyList<string> Faults(BridgeOptions options)
    {
        var faults = new List<string>();
        foreach (var url in options.Urls)
        {
            ListenAddress address;
            try
            {
                address = ListenAddress.Read(url);
            }
            catch (ArgumentException problem)
            {
                faults.Add(problem.Message.Replace($" (Parameter '{problem.ParamName}')", "", StringComparison.Ordinal));
                continue;
            }

            if (address.Tls && options.CertificateFile is null)
                faults.Add($"urls: '{url}' needs certificate_file (PKCS#12, or PEM with certificate_key_file).");
            if (address.IsLoopback) continue;
            if (!options.AllowRemote)
                faults.Add($"urls: '{url}' is reachable from other machines. Set allow_remote if that is meant, else listen on 127.0.0.1.");
            else if (!address.Tls && options.Door.KnownProxies.Count == 0)
                faults.Add($"urls: '{url}' would send tokens in the clear. Use https:// with certificate_file, or name the reverse proxy in known_proxies.");
        }

        foreach (var proxy in options.Door.KnownProxies)
            if (ProxyList.Fault(proxy) is { } fault) faults.Add(fault);
        foreach (var origin in options.Door.PluginOrigins)
            if (!ExtensionOrigin.IsOne(origin))
                faults.Add($"plugin_origins: '{origin}' is no extension's origin; the browser shows it as moz-extension://… or chrome-extension://….");
        return faults;
    }

    /// <summary>How other machines reach the bridge: by these addresses, or through the operator's proxies; empty when they do not.</summary>
    public static IReadOnlyList<string> WaysIn(BridgeOptions options) =>
    [
        .. options.Urls.Where(url => !ListenAddress.Read(url).IsLoopback),
        .. options.Door.KnownProxies.Select(proxy => $"the proxy {proxy}"),
    ];

    /// <summary>Sets limits and addresses.</summary>
    /// <exception cref="InvalidOperationException">The addresses are not safe; says which and what to set.</exception>
    public static void Configure(KestrelServerOptions kestrel, BridgeOptions options, ConnectionLimit connections, ProxyList proxies)
    {
        var faults = Faults(options);
        if (faults.Count > 0) throw new InvalidOperationException(string.Join(Environment.NewLine, faults));

        kestrel.AddServerHeader = false;
        // Bytes that are no UTF-8 would be answered before us, without a word; so they come to us, who take only ASCII where it matters.
        kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = options.Limits.MaxBodyBytes;
        limits.MaxRequestHeadersTotalSize = HeaderBytes;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestLineSize = HeaderBytes;
        limits.RequestHeadersTimeout = TimeSpan.FromMilliseconds(options.Door.HeadersTimeoutMs);
        limits.KeepAliveTimeout = TimeSpan.FromMilliseconds(options.Door.IdleTimeoutMs);
        limits.MaxConcurrentConnections = options.Door.MaxConnections;
        limits.MaxConcurrentUpgradedConnections = options.Door.MaxConnections;
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));

        var certificate = options.CertificateFile is null ? null : Load(options);
        foreach (var url in options.Urls)
        {
            var address = ListenAddress.Read(url);
            void Use(ListenOptions listen) => Prepare(listen, address, certificate, connections, proxies);
            if (address.IsLocalhost && address.Port > 0) kestrel.ListenLocalhost(address.Port, Use);
            else if (address.Address is null) kestrel.ListenAnyIP(address.Port, Use);
            else kestrel.Listen(address.Address, address.Port, Use);
        }
    }

    /// <summary>Lets only the operator's proxies through: whoever came past them would send tokens in the clear.</summary>
    internal static ConnectionDelegate FromProxies(ConnectionDelegate next, ProxyList proxies) => connection =>
    {
        if (connection.RemoteEndPoint is IPEndPoint remote && proxies.IsOwn(remote.Address)) return next(connection);
        connection.Abort();
        return Task.CompletedTask;
    };

    private static void Prepare(
        ListenOptions listen, ListenAddress address, X509Certificate2? certificate, ConnectionLimit connections, ProxyList proxies)
    {
        if (!address.Tls && !address.IsLoopback) listen.Use(next => FromProxies(next, proxies));

        // Before TLS, so that a stranger past the limit costs no hand-shake.
        listen.Use(next => connection => connections.RunAsync(next, connection));
        if (!address.Tls)
        {
            listen.Protocols = HttpProtocols.Http1;
            return;
        }

        listen.UseHttps(new HttpsConnectionAdapterOptions { ServerCertificate = certificate, HandshakeTimeout = TimeSpan.FromSeconds(10) });
    }

    private static X509Certificate2 Load(BridgeOptions options)
    {
        var (file, key, password) = (options.CertificateFile!, options.CertificateKeyFile, options.Door.CertificatePassword);
        try
        {
            if (X509Certificate2.GetCertContentType(file) == X509ContentType.Pfx) return X509CertificateLoader.LoadPkcs12FromFile(file, password);
            using var pem = password is null
                ? X509Certificate2.CreateFromPemFile(file, key)
                : X509Certificate2.CreateFromEncryptedPemFile(file, password, key);

            // SChannel cannot use a key that lives in memory only.
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pfx), password: null);
        }
        catch (Exception problem) when (problem is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new OptionsValidationException(
                "", typeof(BridgeOptions),
                [
                    $"certificate_file: '{file}' cannot be used ({problem.Message}). "
                    + "Give a PKCS#12 file, or PEM with certificate_key_file, and certificate_password if it has one.",
                ]);
        }
    }
}
