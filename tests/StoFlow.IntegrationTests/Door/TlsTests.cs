using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using StoFlow.Bridge;
using StoFlow.Bridge.Policy;
using StoFlow.Client;
using StoFlow.Harness.FakePlugins;
using StoFlow.IntegrationTests.Bridge;
using StoFlow.IntegrationTests.Cli;
using StoFlow.Protocol;
using StoFlow.Protocol.Wire;

namespace StoFlow.IntegrationTests.Door;

/// <summary>Listening with TLS, and refusing to listen wide without it.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stoflow-tls-").FullName;

    private byte[] _public = [];

    private static CancellationToken Ct => TestBridge.Ct;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("pfx")]
    [InlineData("pem")]
    [InlineData("pem_encrypted")]
    public async Task With_a_certificate_it_speaks_TLS_to_back_ends_and_plugins(string form)
    {
        var (certificate, key) = Write(form);
        await using var bridge = await BridgeHost.StartAsync(
            new BridgeOptions
            {
                Urls = ["https://127.0.0.1:0"],
                DataDirectory = Path.Combine(_folder, "data"),
                CertificateFile = certificate,
                CertificateKeyFile = key,
                Door = new DoorOptions { CertificatePassword = form == "pem" ? null : "pass" },
            },
            ct: Ct);
        using var handler = new SocketsHttpHandler
        {
            SslOptions = { CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } },
        };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificate(_public));
        using var client = new HttpClient(handler) { BaseAddress = bridge.Url };

        using var response = await client.GetAsync("/api/health", Ct);

        Assert.Equal(("https", HttpStatusCode.OK), (bridge.Url.Scheme, response.StatusCode));
        await using var socket = await FakeSocket.ConnectAsync(bridge.Url, Ct);
        await socket.ExpectAsync<Hello>(Ct);
        using var page = new HttpRequestMessage(HttpMethod.Get, "/api/health");
        page.Headers.Add("Origin", $"http://127.0.0.1:{bridge.Url.Port}");
        Assert.Equal(HttpStatusCode.Forbidden, (await client.SendAsync(page, Ct)).StatusCode);
    }

    [Fact]
    public async Task Over_HTTP_2_the_plugin_s_socket_opens_for_an_extension_only()
    {
        var (certificate, key) = Write("pem");
        await using var bridge = await BridgeHost.StartAsync(
            new BridgeOptions
            {
                Urls = ["https://127.0.0.1:0"], DataDirectory = Path.Combine(_folder, "data"), CertificateFile = certificate, CertificateKeyFile = key,
            },
            ct: Ct);
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => bridge.Url.IsLoopback } });

        foreach (var (origin, opens) in new[] { ("moz-extension://6f0e1f7c-6d2e-4f5e-9a52-3f5a6c1d2e3f", true), ("https://evil.example", false), ("", false) })
        {
            using var socket = new ClientWebSocket();
            socket.Options.HttpVersion = HttpVersion.Version20;
            socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
            socket.Options.AddSubProtocol(ProtocolVersion.Subprotocol);
            if (origin.Length > 0) socket.Options.SetRequestHeader("Origin", origin);
            var connecting = socket.ConnectAsync(new UriBuilder(bridge.Url) { Scheme = "wss", Path = "/ws/plugin" }.Uri, invoker, Ct);
            if (!opens)
            {
                await Assert.ThrowsAsync<WebSocketException>(() => connecting);
                continue;
            }

            await connecting;
            var frame = new byte[4096];
            var got = await socket.ReceiveAsync(frame.AsMemory(), Ct);
            Assert.True(WireCodec.TryRead(frame.AsSpan(0, got.Count), out var hello, out _));
            Assert.IsType<Hello>(hello);
        }
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_told_as_that_not_as_a_bridge_that_is_not_there()
    {
        var (certificate, key) = Write("pem");
        await using var bridge = await BridgeHost.StartAsync(
            new BridgeOptions
            {
                Urls = ["https://127.0.0.1:0"], DataDirectory = Path.Combine(_folder, "data"), CertificateFile = certificate, CertificateKeyFile = key,
            },
            ct: Ct);
        using var client = new BridgeClient(bridge.Url.ToString(), "token");

        var problem = await Assert.ThrowsAsync<StoFlowException>(() => client.StatusAsync(Ct));
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["STOFLOW_URL"] = bridge.Url.ToString(), ["STOFLOW_TOKEN"] = "token" };
        await using var tool = ToolProcess.Start(_folder, variables, "sellers", "list");
        await using var doctor = ToolProcess.Start(_folder, variables, "doctor");
        var exitCodes = (await tool.EndAsync(Ct), await doctor.EndAsync(Ct));

        Assert.Equal(ClientErrorCode.BridgeUnreachable, problem.Code);
        foreach (var told in new[] { problem.Message, tool.Error })
        {
            Assert.Contains("certificate", told, StringComparison.Ordinal);
            Assert.Contains("SSL_CERT_FILE", told, StringComparison.Ordinal);
            Assert.DoesNotContain("stoflow serve", told, StringComparison.Ordinal);
        }

        Assert.Contains("SSL_CERT_FILE", doctor.Out + doctor.Error, StringComparison.Ordinal);
        Assert.Equal((1, 1), exitCodes);
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_is_said_so()
    {
        var file = Path.Combine(_folder, "bad.pem");
        await File.WriteAllTextAsync(file, "not a certificate", Ct);

        var problem = await Assert.ThrowsAnyAsync<Exception>(() => BridgeHost.StartAsync(
            new BridgeOptions { Urls = ["https://127.0.0.1:0"], DataDirectory = Path.Combine(_folder, "data"), CertificateFile = file }, ct: Ct));

        Assert.Contains("certificate_file", problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0", false)]
    [InlineData("http://0.0.0.0:0", true)]
    [InlineData("https://0.0.0.0:0", false)]
    public async Task Listening_wide_without_being_asked_to_and_without_TLS_does_not_start(string url, bool allowed) =>
        await Assert.ThrowsAsync<OptionsValidationException>(() => BridgeHost.StartAsync(
            new BridgeOptions { Urls = [url], DataDirectory = Path.Combine(_folder, "data"), AllowRemote = allowed }, ct: Ct));

    [Fact]
    public async Task Behind_a_known_proxy_the_caller_s_address_and_scheme_are_the_forwarded_ones()
    {
        await using var bridge = await TestBridge.StartAsync(folder => new BridgeOptions
        {
            Urls = ["http://127.0.0.1:0"],
            DataDirectory = folder,
            Hosts = ["bridge.example"],
            Door = new DoorOptions { KnownProxies = ["127.0.0.1"], RefusedPerMinute = 5 },
        });
        using var client = bridge.Client();
        (string, string)[] forwarded = [("Host", "bridge.example"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "192.0.2.7")];

        Assert.Equal(200, (await client.SayAsync("GET", "/api/health", null, [.. forwarded, ("Origin", "https://bridge.example")])).Status);
        for (var i = 0; i < 10; i++) await client.SayAsync("GET", "/api/me", null, forwarded);
        Assert.Equal(429, (await client.SayAsync("GET", "/api/me", null, forwarded)).Status);
        Assert.Equal(401, (await client.SayAsync("GET", "/api/me", null, forwarded[0], forwarded[1], ("X-Forwarded-For", "192.0.2.8"))).Status);
    }

    [Fact]
    public async Task Without_known_proxies_forwarded_headers_mean_nothing()
    {
        await using var bridge = await Visitor.BridgeAsync(new DoorOptions { RefusedPerMinute = 5 });
        using var client = bridge.Client();
        for (var i = 0; i < 10; i++) await client.SayAsync("GET", "/api/me", null, ("X-Forwarded-For", $"192.0.2.{i}"));

        Assert.Equal(429, (await client.SayAsync("GET", "/api/me", null, ("X-Forwarded-For", "192.0.2.99"))).Status);
        Assert.Equal(403, (await client.SayAsync("GET", "/api/health", null, ("X-Forwarded-Host", "127.0.0.1"), ("Host", "evil.example"))).Status);
    }

    private (string Certificate, string? Key) Write(string form)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=stoflow-test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        _public = certificate.Export(X509ContentType.Cert);
        var file = Path.Combine(_folder, form == "pfx" ? "c.pfx" : "c.pem");
        if (form == "pfx")
        {
            File.WriteAllBytes(file, certificate.Export(X509ContentType.Pfx, "pass"));
            return (file, null);
        }

        var keyFile = Path.Combine(_folder, "k.pem");
        File.WriteAllText(file, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, form == "pem"
            ? key.ExportPkcs8PrivateKeyPem()
            : key.ExportEncryptedPkcs8PrivateKeyPem("pass", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1_000)));
        return (file, keyFile);
    }
}
