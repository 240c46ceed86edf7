using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StoFlow.Sandbox.Api;
using StoFlow.Sandbox.Control;
using StoFlow.Sandbox.Shop;
using StoFlow.Sandbox.Site;

namespace StoFlow.Sandbox;

/// <summary>A running local marketplace: an HTTPS site on loopback and a plain control service beside it.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly Marketplace _market;
    private readonly WebApplication _site;
    private readonly WebApplication _control;
    private readonly X509Certificate2 _certificate;
    private int _disposed;

    private SandboxServer(Marketplace market, X509Certificate2 certificate)
    {
        _market = market;
        _certificate = certificate;
        _site = Build(market.Options.SitePort, listen => listen.UseHttps(certificate));
        ApiRoutes.MapAll(_site, market);
        AuthEndpoints.Map(_site, market);
        PageEndpoints.Map(_site, market);
        PhotoEndpoints.Map(_site, market);
        ChallengePage.Map(_site, market);
        _site.MapFallback(http => PageNotes.Counted(market, "(no page)", http, () => ApiAnswers.WriteHtml(http, 404, PageShell.NotFound(MarketSite.Default))));
        _control = Build(market.Options.ControlPort, _ => { });
        _control.Use(ControlRoutes.Elsewhere);
        ControlEndpoints.Map(_control, market);
    }

    /// <summary>Port of the HTTPS site on 127.0.0.1; it answers for every host in <see cref="Hosts"/>.</summary>
    public int SitePort { get; private set; }

    /// <summary>Port of the control service.</summary>
    public int ControlPort { get; private set; }

    /// <summary>Address of the control service, such as <c>http://127.0.0.1:9100</c>.</summary>
    public string ControlUrl => $"http://127.0.0.1:{ControlPort}";

    /// <summary>Base64 SHA-256 of the certificate's public key, for <c>--ignore-certificate-errors-spki-list</c>.</summary>
    public string SitePublicKeyHash => SiteCertificate.PublicKeyHash(_certificate);

    /// <summary>The site's certificate in DER, without its private key.</summary>
    public byte[] SiteCertificateDer => _certificate.Export(X509ContentType.Cert);

    /// <summary>The hosts the site stands for, such as <c>www.vinted.fr</c>.</summary>
    public static IReadOnlyList<string> Hosts { get; } = [.. MarketSite.All.Select(s => s.Host)];

    /// <summary>Makes the shops, starts both listeners and answers when they accept connections.</summary>
    /// <exception cref="IOException">A port is taken.</exception>
    /// <exception cref="ArgumentException">A seller names a site that does not exist.</exception>
    public static async Task<SandboxServer> StartAsync(SandboxOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new SandboxOptions();
        var server = new SandboxServer(new Marketplace(options), SiteCertificate.Make(options.Time.GetUtcNow()));
        try
        {
            await server._site.StartAsync(cancellationToken);
            await server._control.StartAsync(cancellationToken);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        server.SitePort = PortOf(server._site);
        server.ControlPort = PortOf(server._control);
        return server;
    }

    /// <summary>Stops both listeners; slow answers under way are cut off.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _market.Stopping.CancelAsync();
        await _site.DisposeAsync();
        await _control.DisposeAsync();
        _certificate.Dispose();
        _market.Stopping.Dispose();
    }

    private static WebApplication Build(int port, Action<ListenOptions> configure)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = SiteLimits.UploadBytes;
            kestrel.Limits.Http2.MaxStreamsPerConnection = 256;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                configure(listen);
            });
        });
        return builder.Build();
    }

    private static int PortOf(WebApplication app)
        => new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
}
